using System.Globalization;

namespace IstioLab.Cluster.Istio;

/// <summary>The arguments of every istioctl call that is made, in one place.</summary>
internal static class IstioctlCommands
{
    public static IReadOnlyList<string> Version { get; } = ["version"];

    public static IReadOnlyList<string> Precheck { get; } = ["x", "precheck"];

    public static IReadOnlyList<string> Install(string overlay, TimeSpan timeout) =>
    [
        "install", "-f", overlay, "--set", "profile=demo", "-y",
        "--readiness-timeout", string.Create(CultureInfo.InvariantCulture, $"{(int)timeout.TotalSeconds}s"),
    ];

    public static IReadOnlyList<string> Uninstall(string overlay) => ["uninstall", "-f", overlay, "-y"];

    /// <param name="file">The file.</param>
    /// <param name="revision">The revision of the cluster's Istio, under whose name it keeps its template; empty for none.</param>
    public static IReadOnlyList<string> KubeInject(string file, string revision) =>
        ["kube-inject", "-f", file, .. revision.Length == 0 ? (string[])[] : ["--revision", revision]];

    /// <summary>The arguments for one cluster, never for that of the user's kubeconfig.</summary>
    public static IReadOnlyList<string> On(IReadOnlyList<string> arguments, string kubeconfig, string context) =>
        [.. arguments, "--kubeconfig", kubeconfig, "--context", context];
}
