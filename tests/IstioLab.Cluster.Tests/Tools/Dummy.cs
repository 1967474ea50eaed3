using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Tools;

/// <summary>The dummy executable beside the tests: one command per behaviour of a tool.</summary>
internal static class Dummy
{
    public static Tool Tool { get; } =
        Tool.Find("IstioLab.Dummy", AppContext.BaseDirectory) ?? throw new FileNotFoundException("The dummy executable was not built.");

    public static ToolCommand Command(params string[] arguments) => new(Tool, arguments);
}
