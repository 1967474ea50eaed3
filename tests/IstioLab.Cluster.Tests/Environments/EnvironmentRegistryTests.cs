using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Tests.Environments;

public sealed class EnvironmentRegistryTests
{
    private static readonly ProcessIdentity Gone = new(Environment.ProcessId, "another start");

    [Fact]
    public void Record_of_a_running_process_is_found_as_it_was_written()
    {
        using var temporary = new TemporaryHome();
        var registry = new EnvironmentRegistry(temporary.Home.Open("one"));
        var record = Record(ProcessIdentity.Current) with { Dashboard = "http://localhost:1/login?t=x", Children = [Gone] };

        registry.Write(record);

        var found = registry.FindRunning();
        Assert.NotNull(found);
        Assert.Equal(record.Process, found.Process);
        Assert.Equal(record.Dashboard, found.Dashboard);
        Assert.Equal(record.Children, found.Children);
    }

    [Fact]
    public void Record_of_a_process_with_the_same_id_but_another_start_counts_as_gone()
    {
        using var temporary = new TemporaryHome();
        var registry = new EnvironmentRegistry(temporary.Home.Open("one"));

        registry.Write(Record(Gone));

        Assert.Null(registry.FindRunning());
    }

    [Fact]
    public void Record_that_is_not_JSON_counts_as_gone()
    {
        using var temporary = new TemporaryHome();
        var folder = temporary.Home.Open("one");
        folder.WriteText("environment.json", "{ half a rec");

        Assert.Null(new EnvironmentRegistry(folder).FindRunning());
    }

    [Fact]
    public void Stale_state_is_cleared_and_what_survives_a_restart_stays()
    {
        using var temporary = new TemporaryHome();
        var folder = temporary.Home.Open("one");
        var registry = new EnvironmentRegistry(folder);
        registry.Write(Record(Gone));
        registry.WriteLab(new LabProgress("canary", 2));
        folder.WriteText("kubeconfig", "kept");
        folder.WriteText("kubeconfig.77.new", "half");
        Directory.CreateDirectory(folder.SocketFolder);

        var found = registry.ClearStale();

        Assert.Equal(2, found.Count);
        Assert.Equal([folder.KubeconfigPath], Directory.GetFileSystemEntries(folder.Folder));
        Assert.Null(registry.FindLab());
    }

    [Fact]
    public void Clean_state_has_nothing_to_clear()
    {
        using var temporary = new TemporaryHome();
        var folder = temporary.Home.Open("one");
        folder.Create();

        Assert.Empty(new EnvironmentRegistry(folder).ClearStale());
    }

    [Fact]
    public void Lab_is_remembered_and_forgotten()
    {
        using var temporary = new TemporaryHome();
        var registry = new EnvironmentRegistry(temporary.Home.Open("one"));

        registry.WriteLab(new LabProgress("canary", 3));
        Assert.Equal(new LabProgress("canary", 3), registry.FindLab());

        registry.WriteLab(null);
        Assert.Null(registry.FindLab());
    }

    [Fact]
    public void Process_that_is_not_the_same_is_not_killed()
    {
        Assert.True(ProcessIdentity.Current.IsRunning);
        Assert.False(Gone.IsRunning);
        Assert.False(Gone.Kill());
    }

    private static EnvironmentRecord Record(ProcessIdentity process) =>
        new() { Name = "one", Cluster = "embedded", Process = process, State = "ready" };
}
