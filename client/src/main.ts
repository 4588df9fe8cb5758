/** The page's beginning: puts link, camera, voice and drawing together. */

import { App } from "./app";

new App().begin();
