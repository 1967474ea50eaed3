using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Tools;

/// <summary>The dummy executable beside the tests: one command per behaviour of a tool.</summary>
internal static class DummyTool
{
    public static Tool Tool { get; } =
        Tool.Find("IstioLab.Dummy", AppContext.BaseDirectory) ?? throw new FileNotFoundException("The dummy executable was not built.");

    /// <summary>Puts the dummy into a folder under the name of another tool.</summary>
    public static void PutAs(string name, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllText(Path.Combine(folder, name + ".cmd"), $"@\"{Tool.Path}\" %*");
            return;
        }

        File.CreateSymbolicLink(Path.Combine(folder, name), Tool.Path);
    }

    public static ToolCommand Command(params string[] arguments) => new(Tool, arguments);
}
