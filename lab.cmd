<# : the lines up to the next bracket are for cmd.exe, the rest is for PowerShell
@echo off
setlocal
set "LAB_ROOT=%~dp0"
set "LAB_ACTION=build"
if /i "%~1"=="test" set "LAB_ACTION=test"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"
set "DOTNET_NOLOGO=1"
powershell -NoProfile -ExecutionPolicy Bypass -Command "& ([ScriptBlock]::Create((Get-Content -Raw -Encoding UTF8 -LiteralPath '%~f0')))"
if errorlevel 1 exit /b %ERRORLEVEL%
if "%LAB_ACTION%"=="test" exit /b 0
"%LAB_ROOT%artifacts\bin\IstioLab.Cli\release\istiolab.exe" %*
exit /b %ERRORLEVEL%
#>
$ErrorActionPreference = 'Stop'
$root = $env:LAB_ROOT.TrimEnd('\')
$artifacts = Join-Path $root 'artifacts'
$stamp = Join-Path $artifacts 'lab.stamp'
$program = Join-Path $artifacts 'bin\IstioLab.Cli\release\istiolab.exe'

function Say($text) { [Console]::Error.WriteLine($text) }

function Assert-Sdk {
    $wanted = (Get-Content -Raw (Join-Path $root 'global.json') | ConvertFrom-Json).sdk.version
    if (Get-Command dotnet -ErrorAction SilentlyContinue) {
        Push-Location $root
        dotnet --version *> $null
        $found = $LASTEXITCODE -eq 0
        Pop-Location
        if ($found) { return }
    }
    Say "IstioLab needs the .NET SDK $wanted or a later 10.0 version. Install it with 'winget install Microsoft.DotNet.SDK.10', then repeat this command."
    exit 3
}

# A folder's own time changes when a file in it comes or goes, so one look sees edits, additions and removals.
function Test-Current {
    if (-not (Test-Path $program) -or -not (Test-Path $stamp)) { return $false }
    $built = (Get-Item $stamp).LastWriteTimeUtc
    $places = 'src', 'labs', 'Directory.Build.props', 'Directory.Packages.props', 'global.json' | ForEach-Object { Join-Path $root $_ }
    $all = @(Get-Item $places) + @(Get-ChildItem -Recurse (Join-Path $root 'src'), (Join-Path $root 'labs'))
    return -not ($all | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1)
}

function Invoke-Build($target, $extra) {
    $log = Join-Path $artifacts 'lab.build.log'
    New-Item -ItemType Directory -Force $artifacts > $null
    $began = (Get-Date).ToUniversalTime()
    dotnet build $target -c Release --nologo -v quiet @extra > $log
    if ($LASTEXITCODE -ne 0) {
        Get-Content $log | ForEach-Object { Say $_ }
        Say 'The build failed: the lines above say where.'
        exit 4
    }
    Set-Content $stamp 'built'
    (Get-Item $stamp).LastWriteTimeUtc = $began
}

# With native code the program starts sooner. Its compiler is a package by itself, which not every feed has.
function Get-NativeCode {
    $program = Join-Path $root 'src\IstioLab.Cli\IstioLab.Cli.csproj'
    New-Item -ItemType Directory -Force $artifacts > $null
    $log = dotnet restore $program --nologo -v quiet -p:IstioLabReadyToRun=true
    if ($LASTEXITCODE -eq 0 -or -not ($log -match 'crossgen2')) { return '-p:IstioLabReadyToRun=true' }
    Say 'Microsoft.NETCore.App.Crossgen2 does not restore here: the program is built without native code and starts a little later.'
    return '-p:IstioLabReadyToRun=false'
}

if ($env:LAB_ACTION -eq 'build') {
    if (Test-Current) { exit 0 }
    Assert-Sdk
    if (-not (Test-Path $program)) { Say 'Building IstioLab for the first time; this takes about a minute.' }
    Invoke-Build (Join-Path $root 'src\IstioLab.Cli\IstioLab.Cli.csproj') @(Get-NativeCode)
    exit 0
}

Assert-Sdk
Set-Location $root
$all = [regex]::Matches((Get-Content -Raw 'Aspire.sln'), '"([^"]*\.csproj)"') | ForEach-Object { $_.Groups[1].Value }
$filtered = (Get-Content -Raw 'IstioLab.NoAspire.slnf' | ConvertFrom-Json).solution.projects
$solution = 'Aspire.sln'
# The AppHost takes its orchestrator and dashboard from the Aspire CLI; where there is none, packages bring them.
if (-not (Get-Command aspire -ErrorAction SilentlyContinue) -and -not (Test-Path (Join-Path $HOME '.aspire\bundle'))) { $env:IstioLabWithoutAspireCli = 'true' }
$native = Get-NativeCode
dotnet restore $solution --nologo -v quiet $native > (New-Item -Force (Join-Path $artifacts 'lab.restore.log'))
if ($LASTEXITCODE -ne 0) {
    $solution = 'IstioLab.NoAspire.slnf'
    $missing = $all | Where-Object { $_ -notin $filtered } | ForEach-Object { [IO.Path]::GetFileNameWithoutExtension($_) }
    $leftOut = "LEFT OUT, because packages of theirs (Aspire.*) do not restore here: $missing"
    Say $leftOut
    $all = $filtered
}
Invoke-Build $solution @($native)
$passed = 0; $failed = 0; $skipped = 0
$results = Join-Path $artifacts 'test-results'
foreach ($project in $all | Where-Object { $_ -like 'tests\*.Tests.csproj' } | Sort-Object) {
    $name = [IO.Path]::GetFileNameWithoutExtension($project)
    $report = Join-Path $results "$name.xml"
    Remove-Item -Force -ErrorAction SilentlyContinue $report
    Write-Host "`n== $name"
    & (Join-Path $artifacts "bin\$name\release\$name.exe") --progress off --report-xunit-xml --report-xunit-xml-filename "$name.xml" --results-directory $results
    if (Test-Path $report) {
        foreach ($assembly in ([xml](Get-Content -Raw $report)).assemblies.assembly) {
            $passed += [int]$assembly.passed
            $failed += [int]$assembly.failed + [int]$assembly.errors
            $skipped += [int]$assembly.skipped
        }
    } else {
        Write-Host "$name left no report."
        $failed++
    }
}
if ($solution -ne 'Aspire.sln') { Say $leftOut }
Write-Host "$passed passed, $failed failed, $skipped skipped"
exit [int]($failed -gt 0)
