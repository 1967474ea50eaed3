using System.ComponentModel;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Dashboards;

/// <summary>Finds the dashboard: an <c>aspire</c> command first, else the npm package, else it says what to install.</summary>
internal sealed class DashboardFinder(ToolRunner runner, TimeProvider time, DashboardOptions options, Action<string> report)
{
    private readonly BundleInstaller _installer = new(runner, time, options, report);

    /// <summary>The program, or a sentence that says why there is none and what to type.</summary>
    public async Task<(DashboardProgram? Program, string? Remedy)> FindAsync(CancellationToken cancellationToken)
    {
        if (Tool.Find("aspire", options.ToolFolder) is { } aspire
            && await TryAsync($"'{aspire.Path}' has no usable dashboard", () => _installer.FromCommandAsync(aspire, cancellationToken)) is { } own)
        {
            return (own, null);
        }

        if (NpmPackage.For(NpmPackage.Platform) is not { } package)
        {
            return (null, $"No Aspire dashboard: 'aspire' is not on the PATH, and no checked package for '{NpmPackage.Platform}' is known. {InstallHint}");
        }

        if (Tool.Find("npm", options.ToolFolder) is not { } npm)
        {
            return (null, $"No Aspire dashboard: neither 'aspire' nor 'npm' is on the PATH. {InstallHint} Or install Node.js, whose npm fetches it.");
        }

        string? problem = null;
        var installed = await TryAsync(
            "The Aspire dashboard could not be installed", () => _installer.FromNpmAsync(npm, package, cancellationToken), text => problem = text);
        return installed is null ? (null, $"No Aspire dashboard: {problem} {InstallHint}") : (installed, null);
    }

    private static string InstallHint => "Install the Aspire CLI (https://aspire.dev) and run the command again.";

    private async Task<DashboardProgram?> TryAsync(string subject, Func<Task<DashboardProgram?>> find, Action<string>? onProblem = null)
    {
        string problem;
        try
        {
            if (await find() is { } program)
            {
                return program;
            }

            problem = $"{subject}: the bundle holds no dashboard.";
        }
        catch (Exception failure) when (failure
            is ToolFailedException or ToolTimeoutException or IOException or InvalidDataException or UnauthorizedAccessException or Win32Exception)
        {
            problem = $"{subject}: {failure.Message}";
        }

        (onProblem ?? report).Invoke(problem);
        return null;
    }
}
