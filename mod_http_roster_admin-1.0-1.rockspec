rockspec_format = "3.0"
package = "mod_http_roster_admin"
version = "1.0-1"
source = {
   url = "file://."
}
description = {
   summary = "Contact lists come from your web application, over HTTP",
   license = "MIT"
}
dependencies = {
   "lua >= 5.1"
}
build = {
   type = "builtin",
   modules = {
      ["mod_http_roster_admin.mod_http_roster_admin"] = "dist/mod_http_roster_admin.lua"
   }
}
