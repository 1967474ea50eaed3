using System.Collections.Concurrent;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Tests.Tools;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Dashboards;

/// <summary>Finding and unpacking, with a dummy in the part of the <c>aspire</c> command.</summary>
public sealed class DashboardFinderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("istiolab-").FullName;
    private readonly ConcurrentQueue<string> _messages = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Install => Path.Combine(_folder, "tools");

    private string Unpacked => Path.Combine(Install, "aspire-99.1.2");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Aspire_command_is_unpacked_once_also_by_several_at_a_time()
    {
        AddTool("aspire");

        var found = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Finder().FindAsync(Token)));
        var again = await Finder().FindAsync(Token);

        Assert.All([.. found, again], result => Assert.StartsWith(Unpacked, result.Program!.Tool.Path, StringComparison.Ordinal));
        Assert.Equal(["set up"], await File.ReadAllLinesAsync(Unpacked + ".setups", Token));
    }

    [Fact]
    public async Task Folder_that_a_dead_process_left_half_filled_is_made_anew()
    {
        AddTool("aspire");
        var leftOver = Path.Combine(Unpacked, "left-over");
        Directory.CreateDirectory(leftOver);

        var (program, _) = await Finder().FindAsync(Token);

        Assert.NotNull(program);
        Assert.False(Directory.Exists(leftOver));
    }

    [Fact]
    public async Task Program_that_ends_at_once_is_reported_with_its_output()
    {
        AddTool("aspire");

        var launch = await new DashboardLauncher(new ToolRunner(TimeProvider.System), TimeProvider.System, Options).LaunchAsync(_messages.Enqueue, Token);

        Assert.Null(launch.Dashboard);
        Assert.Equal("The Aspire dashboard exited with code 5 before it answered. Last output:\nthe dummy is no dashboard", launch.Remedy);
    }

    [Fact]
    public async Task Failed_npm_is_reported_with_what_to_install()
    {
        Assert.SkipUnless(NpmPackage.For(NpmPackage.Platform) is not null, "Only platforms with a pinned package use npm.");
        AddTool("npm");

        var (program, remedy) = await Finder().FindAsync(Token);

        Assert.Null(program);
        Assert.Contains("'npm' (pid", remedy, StringComparison.Ordinal);
        Assert.Contains("Install the Aspire CLI (https://aspire.dev)", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_file_holds_a_hash_and_no_address()
    {
        var package = NpmPackage.For("linux-x64")!;

        Assert.Contains("\"integrity\": \"sha512-", package.Lock, StringComparison.Ordinal);
        Assert.Contains($"\"version\": \"{NpmPackage.PinnedVersion}\"", package.Lock, StringComparison.Ordinal);
        Assert.DoesNotContain("http", package.Lock, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("resolved", package.Lock, StringComparison.Ordinal);
    }

    [Fact]
    public void Platform_without_a_known_hash_has_no_package() => Assert.Null(NpmPackage.For("plan9-x64"));

    private DashboardOptions Options => new() { InstallFolder = Install, ToolFolder = _folder };

    private DashboardFinder Finder() => new(new ToolRunner(TimeProvider.System), TimeProvider.System, Options, _messages.Enqueue);

    private void AddTool(string name) => DummyTool.PutAs(name, _folder);
}
