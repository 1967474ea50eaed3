using IstioLab.Cli.Rendering;

namespace IstioLab.Cli.Tests.Rendering;

public sealed class UpTextTests
{
    private static readonly (string, string)[] Commands = [("./lab check", "is it as expected?"), ("./lab run canary", "逐步引导")];

    [Fact]
    public void Remarks_stand_beside_commands_where_there_is_room() =>
        Assert.Equal(["  ./lab check      # is it as expected?", "  ./lab run canary # 逐步引导"], UpText.Lines(Commands, 39));

    [Fact]
    public void Remarks_stand_above_commands_on_a_narrow_terminal() =>
        Assert.Equal(["  # is it as expected?", "  ./lab check", "  # 逐步引导", "  ./lab run canary"], UpText.Lines(Commands, 38));
}
