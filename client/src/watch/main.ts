/** The watch page's beginning. */

import { WatchApp } from "./app";

new WatchApp().begin();
