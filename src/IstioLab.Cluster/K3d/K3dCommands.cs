namespace IstioLab.Cluster.K3d;

/// <summary>The arguments of every k3d call that is made, in one place.</summary>
internal static class K3dCommands
{
    public static IReadOnlyList<string> Version { get; } = ["version", "-o", "json"];

    /// <summary>A missing cluster makes <c>list NAME</c> fail, so all are listed and searched.</summary>
    public static IReadOnlyList<string> List { get; } = ["cluster", "list", "-o", "json"];

    public static IReadOnlyList<string> Create(string configFile) => ["cluster", "create", "-c", configFile];

    public static IReadOnlyList<string> Start(string name, TimeSpan timeout) =>
        ["cluster", "start", name, "--wait", "--timeout", $"{(int)timeout.TotalSeconds}s"];

    public static IReadOnlyList<string> Stop(string name) => ["cluster", "stop", name];

    public static IReadOnlyList<string> Delete(string name) => ["cluster", "delete", name];

    public static IReadOnlyList<string> Kubeconfig(string name) => ["kubeconfig", "get", name];

    public static IReadOnlyList<string> ImportImage(string name, string image) => ["image", "import", image, "-c", name, "-m", "direct"];
}
