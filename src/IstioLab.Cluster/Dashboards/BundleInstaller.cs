using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Dashboards;

/// <summary>
/// Unpacks Aspire's bundle, which holds the dashboard, into a folder of our own: once per user and version. A folder without its
/// mark was left by a process that died in the middle, and is made anew.
/// </summary>
internal sealed class BundleInstaller(ToolRunner runner, TimeProvider time, DashboardOptions options, Action<string> report)
{
    private const string Mark = ".complete";

    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(3);

    private static readonly Dictionary<string, string?> Quiet = new(StringComparer.Ordinal) { ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true" };

    /// <summary>Unpacks the bundle that an <c>aspire</c> command carries.</summary>
    public async Task<DashboardProgram?> FromCommandAsync(Tool aspire, CancellationToken cancellationToken)
    {
        var answer = await runner.RunAsync(
            new ToolCommand(aspire, "--version") { Environment = Quiet, Timeout = TimeSpan.FromMinutes(2) }, null, cancellationToken);
        var version = FolderName(answer.Output.Trim());
        return await UnpackAsync(
            $"aspire-{version}", $"'{aspire.Path}'", folder => SetUpAsync(aspire, folder, cancellationToken), cancellationToken);
    }

    /// <summary>Installs the npm package and unpacks the bundle in it.</summary>
    public Task<DashboardProgram?> FromNpmAsync(Tool npm, NpmPackage package, CancellationToken cancellationToken) => UnpackAsync(
        $"aspire-npm-{package.Version}",
        $"npm package {package.Name} {package.Version}",
        async folder =>
        {
            var packages = Path.Combine(folder, "npm");
            Directory.CreateDirectory(packages);
            await File.WriteAllTextAsync(Path.Combine(packages, "package.json"), package.Manifest, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(packages, "package-lock.json"), package.Lock, cancellationToken);
            var install = new ToolCommand(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
            {
                WorkingDirectory = packages,
                Timeout = InstallTimeout,
            };
            await ReportWhileAsync(
                $"Installing the Aspire dashboard {package.Version} with npm (once, about 150 MB)", runner.RunAsync(install, null, cancellationToken));

            var bin = Path.Combine([packages, "node_modules", .. package.Name.Split('/'), "bin"]);
            var aspire = Tool.Find("aspire", [bin]) ?? throw new FileNotFoundException($"Package '{package.Name}' has no 'bin/aspire'.");
            await SetUpAsync(aspire, folder, cancellationToken);
            Directory.Delete(packages, recursive: true);
        },
        cancellationToken);

    private async Task<DashboardProgram?> UnpackAsync(string name, string origin, Func<string, Task> fill, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.InstallFolder, name);
        if (File.Exists(Path.Combine(folder, Mark)))
        {
            return DashboardProgram.In(folder, origin);
        }

        Directory.CreateDirectory(options.InstallFolder);
        using var alone = await FolderLock.AcquireAsync(
            folder + ".lock", time, () => report("Another process is installing the Aspire dashboard; waiting for it"), cancellationToken);
        if (!File.Exists(Path.Combine(folder, Mark)))
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
            await fill(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, Mark), origin, cancellationToken);
        }

        return DashboardProgram.In(folder, origin);
    }

    private Task SetUpAsync(Tool aspire, string folder, CancellationToken cancellationToken)
    {
        var unpack = new ToolCommand(aspire, "setup", "--install-path", folder, "--non-interactive", "--nologo") { Environment = ForSetup(folder) };
        return ReportWhileAsync("Unpacking the Aspire dashboard", runner.RunAsync(unpack, null, cancellationToken));
    }

    // Aspire checks what it unpacked where its variables say. Its look for a newer version unpacks a second bundle into its home.
    private static Dictionary<string, string?> ForSetup(string folder) => new(Quiet, StringComparer.Ordinal)
    {
        ["ASPIRE_LAYOUT_PATH"] = folder,
        ["ASPIRE_HOME"] = Path.Combine(folder, "home"),
        ["features__updateNotificationsEnabled"] = "false",
    };

    private async Task ReportWhileAsync(string what, Task work)
    {
        var started = time.GetTimestamp();
        report(what);
        while (await Task.WhenAny(work, Task.Delay(ReportInterval, time)) != work)
        {
            report($"{what}: {(int)time.GetElapsedTime(started).TotalSeconds} s");
        }

        await work;
    }

    private static string FolderName(string version)
    {
        var plain = version.Split('+')[0];
        return plain.Length is > 0 and <= 40 && plain.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-')
            ? plain
            : throw new InvalidDataException($"'aspire --version' answered '{version}', which is no version.");
    }
}
