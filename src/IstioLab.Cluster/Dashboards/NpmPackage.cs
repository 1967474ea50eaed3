using System.Reflection;
using System.Runtime.InteropServices;

namespace IstioLab.Cluster.Dashboards;

/// <summary>The npm package that carries Aspire for one platform, pinned by version and integrity hash.</summary>
/// <param name="Name">Its name in the npm registry.</param>
/// <param name="Version">Its version.</param>
/// <param name="Manifest">The <c>package.json</c> that asks for it.</param>
/// <param name="Lock">The <c>package-lock.json</c> that holds its hash. It names no address: npm uses the registry it is set up for.</param>
internal sealed record NpmPackage(string Name, string Version, string Manifest, string Lock)
{
    /// <summary>The version of Aspire whose hashes stand beside this file.</summary>
    public const string PinnedVersion = "13.5.4";

    /// <summary>The platform as the package's name spells it, such as <c>linux-x64</c>.</summary>
    public static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            var musl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "-musl" : "";
            return $"{system}{musl}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        }
    }

    /// <summary>The package for a platform.</summary>
    /// <returns>Null when no hash of it is known here: nothing is installed unchecked.</returns>
    public static NpmPackage? For(string platform) =>
        Read($"{platform}/package.json") is { } manifest && Read($"{platform}/package-lock.json") is { } hashes
            ? new NpmPackage($"@microsoft/aspire-cli-{platform}", PinnedVersion, manifest, hashes)
            : null;

    private static string? Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"npm/{name}");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
