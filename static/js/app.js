// One small file per behaviour; every page also works without any of them.
import { guardSubmissions } from "./submit.js";
import { openDialogs } from "./dialogs.js";
import { closeMenus } from "./menus.js";
import { keepFocus } from "./focus.js";
import { showCurrentTab } from "./tabs.js";
import { runToasts } from "./toasts.js";
import { sayWhatFailed } from "./network.js";
import { showLoading } from "./loading.js";
import { copyOnClick } from "./copy.js";
import { sendOnChange } from "./autosubmit.js";
import { sayDecision } from "./decision.js";
import { showUploads } from "./upload.js";

openDialogs();
guardSubmissions();
closeMenus();
keepFocus();
showCurrentTab();
runToasts();
sayWhatFailed();
showLoading();
copyOnClick();
sendOnChange();
sayDecision();
showUploads();
