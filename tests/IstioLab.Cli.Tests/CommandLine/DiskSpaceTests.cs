using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Tests.CommandLine;

public sealed class DiskSpaceTests
{
    [Fact]
    public void Full_disk_is_known_by_the_systems_number()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no device that is always full.");

        var failed = Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "text"));

        Assert.True(DiskSpace.IsExhausted(failed));
    }

    [Fact]
    public void Other_failures_are_not_a_full_disk() => Assert.False(DiskSpace.IsExhausted(new IOException("The pipe is broken.")));
}
