using System.Text;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Tests.Environments;

public sealed class EnvironmentFolderTests
{
    [Fact]
    public void Written_text_is_read_back_and_leaves_no_file_beside()
    {
        using var temporary = new TemporaryHome();
        var folder = temporary.Home.Open("one");

        folder.WriteText("kubeconfig", "first");
        folder.WriteText("kubeconfig", "second");

        Assert.Equal("second", folder.ReadText("kubeconfig"));
        Assert.Equal([folder.KubeconfigPath], Directory.GetFiles(folder.Folder));
    }

    [Fact]
    public void File_that_is_not_there_reads_as_null()
    {
        using var temporary = new TemporaryHome();

        Assert.Null(temporary.Home.Open("none").ReadText("kubeconfig"));
    }

    [Fact]
    public void Folder_and_files_are_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes; the per-user data folder's rights apply.");
        using var temporary = new TemporaryHome();
        var folder = temporary.Home.Open("one");

        folder.WriteText("kubeconfig", "secret");

#pragma warning disable CA1416 // skipped on Windows
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.KubeconfigPath));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(folder.Folder));
#pragma warning restore CA1416
    }

    [Fact]
    public void Lock_is_held_by_one_and_free_after_disposal()
    {
        using var temporary = new TemporaryHome();
        var folder = temporary.Home.Open("one");

        using (var held = folder.TryLock())
        {
            Assert.NotNull(held);
            Assert.Null(folder.TryLock());
        }

        using var again = folder.TryLock();
        Assert.NotNull(again);
    }

    [Fact]
    public void Socket_folder_is_short_even_when_the_home_is_not()
    {
        using var temporary = new TemporaryHome();
        var longHome = new LabHome(Path.Combine(temporary.Home.Folder, new string('x', 120)));

        Assert.InRange(Encoding.UTF8.GetByteCount(longHome.Open("one").SocketFolder), 1, 80);
        Assert.NotEqual(longHome.Open("one").SocketFolder, longHome.Open("two").SocketFolder);
        Assert.Equal(longHome.Open("one").SocketFolder, longHome.Open("one").SocketFolder);
    }

    [Fact]
    public void Home_lists_the_environments_that_have_a_folder()
    {
        using var temporary = new TemporaryHome();
        temporary.Home.Open("two").Create();
        temporary.Home.Open("one").Create();
        Directory.CreateDirectory(Path.Combine(temporary.Home.Folder, "Not A Name"));

        Assert.Equal(["one", "two"], temporary.Home.List().Select(folder => folder.Name));
    }

    [Fact]
    public void Text_that_cannot_be_written_leaves_nothing_beside_its_place()
    {
        using var temporary = new TemporaryHome();
        var place = Path.Combine(temporary.Home.Folder, "taken");
        Directory.CreateDirectory(place);

        var failed = Record.Exception(() => PrivateFiles.WriteText(place, "text"));

        Assert.True(failed is IOException or UnauthorizedAccessException);
        Assert.Empty(Directory.GetFiles(temporary.Home.Folder));
    }
}
