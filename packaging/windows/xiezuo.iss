; Inno Setup 6: the installer for Windows. Build the program first (dev build), then: iscc packaging\windows\xiezuo.iss
; Installs for one person without an administrator, or for all with one; older than Windows 10 1809 is refused.

#define Version GetVersionNumbersString("..\..\dist\xiezuo\xiezuo.exe")
#if Version == ""
  #define Version "0.1.0"
#endif

[Setup]
AppId={{6C0B8E55-5B5C-4C5D-9A55-2B3F1C8D7A10}
AppName=协作任务书
AppVersion={#Version}
DefaultDirName={autopf}\xiezuo
DefaultGroupName=协作任务书
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
Compression=lzma2/max
SolidCompression=yes
OutputDir=..\..\dist
OutputBaseFilename=xiezuo-setup
SetupIconFile=..\..\build\icons\xiezuo.ico
UninstallDisplayIcon={app}\xiezuo.exe

[Files]
Source: "..\..\dist\xiezuo\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\协作任务书"; Filename: "{app}\xiezuo.exe"
Name: "{autodesktop}\协作任务书"; Filename: "{app}\xiezuo.exe"; Tasks: desktop

[Tasks]
Name: desktop; Description: "在桌面上放一个图标"

[Registry]
Root: HKA; Subkey: "Software\Classes\.xiezuo"; ValueType: string; ValueData: "xiezuo.plan"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\xiezuo.plan"; ValueType: string; ValueData: "协作任务书文件"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\xiezuo.plan\DefaultIcon"; ValueType: string; ValueData: "{app}\xiezuo.exe,0"
Root: HKA; Subkey: "Software\Classes\xiezuo.plan\shell\open\command"; ValueType: string; ValueData: """{app}\xiezuo.exe"" ""%1"""

[Run]
Filename: "{app}\xiezuo.exe"; Description: "打开协作任务书"; Flags: nowait postinstall skipifsilent
