using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Tools;

public sealed class ToolTests
{
    [Fact]
    public void Tool_of_the_given_folder_comes_first() =>
        Assert.Equal(AppContext.BaseDirectory, Path.GetDirectoryName(DummyTool.Tool.Path) + Path.DirectorySeparatorChar);

    [Fact]
    public void Tool_that_no_folder_has_is_null() => Assert.Null(Tool.Find("no-such-tool-anywhere", AppContext.BaseDirectory));

    [Fact]
    public void Tool_on_the_path_is_found() => Assert.NotNull(Tool.Find(OperatingSystem.IsWindows() ? "cmd" : "sh"));

    [Fact]
    public void File_that_may_not_be_executed_is_no_tool()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no execute permission.");
        Assert.Null(Tool.Find("IstioLab.Dummy.runtimeconfig.json", [AppContext.BaseDirectory]));
    }
}
