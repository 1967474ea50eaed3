using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The Kubernetes release whose behaviour the embedded cluster follows.</summary>
internal sealed record KubernetesVersion(int Major, int Minor, int Patch)
{
    /// <summary>The reference release: 1.36.2.</summary>
    public static KubernetesVersion Reference { get; } = new(1, 36, 2);

    /// <summary>As <c>v1.36.2</c>.</summary>
    public string GitVersion => $"v{Major}.{Minor}.{Patch}";

    /// <summary>What <c>/version</c> answers; the build metadata says that this is not the real server.</summary>
    public JsonObject ToJson() => new()
    {
        ["major"] = $"{Major}",
        ["minor"] = $"{Minor}",
        ["emulationMajor"] = $"{Major}",
        ["emulationMinor"] = $"{Minor}",
        ["minCompatibilityMajor"] = $"{Major}",
        ["minCompatibilityMinor"] = $"{Minor - 1}",
        ["gitVersion"] = $"{GitVersion}+istiolab",
        ["gitCommit"] = "istiolab-embedded",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "roslyn",
        ["platform"] = "dotnet/any",
    };
}
