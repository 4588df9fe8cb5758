/** The history page's beginning. */

import { HistoryPage } from "./page";

new HistoryPage().begin();
