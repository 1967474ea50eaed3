using IstioLab.Cluster.Environments;
using IstioLab.Cluster.K3d;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tests.Environments;

namespace IstioLab.Cluster.Tests.K3d;

/// <summary>The provider against dummy tools, with an embedded cluster as the API server that k3d would have started.</summary>
public sealed class K3dClusterTests(DummyServer server) : IClassFixture<DummyServer>
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_is_made_and_deleted_without_a_rest()
    {
        using var world = new DummyWorld(server);
        await using var cluster = new K3dCluster(world.Options());

        await cluster.StartAsync(Cancellation);

        Assert.Equal(
            ["cluster.istiolab-default", "container.k3d-istiolab-default-server-0", "container.k3d-istiolab-default-serverlb", "network.k3d-istiolab-default", "volume.k3d-istiolab-default-images"],
            world.Leftovers);
        Assert.Equal("k3d-istiolab-default", cluster.Context);
        Assert.Equal("1.30.4", cluster.IstioVersion);
        Assert.Empty(cluster.Images);
        Assert.NotNull(cluster.Gateways.Single().FindUrl(80));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cluster.KubeconfigPath));
        }

        await cluster.StopAsync(Cancellation);

        Assert.Empty(world.Leftovers);
        Assert.Empty(Directory.GetFiles(world.Folder));
    }

    [Fact]
    public async Task Command_lines_are_the_golden_file()
    {
        using var world = new DummyWorld(server);
        await using var cluster = new K3dCluster(world.Options());

        await cluster.StartAsync(Cancellation);
        await cluster.StopAsync(Cancellation);

        var lines = world.Calls.Select(line => line.Replace(world.Folder, "FOLDER", StringComparison.Ordinal).Replace('\\', '/'));
        var expected = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Cases", "k3d-commands", "calls.txt"), Cancellation);
        Assert.Equal(expected, lines);
    }

    [Fact]
    public async Task Slow_start_tells_what_it_is_doing()
    {
        using var world = new DummyWorld(server);
        world.Write("do.cluster-create", "slow");
        world.Write("do.install", "slow");
        await using var cluster = new K3dCluster(world.Options());
        HashSet<string> states = [];

        var starting = cluster.StartAsync(Cancellation);
        while (!starting.IsCompleted)
        {
            states.Add(cluster.State);
            await Task.WhenAny(starting, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation));
        }

        await starting;
        Assert.Contains(states, state => state.Contains("cluster-create", StringComparison.Ordinal));
        Assert.Contains(states, state => state.Contains("install", StringComparison.Ordinal));
        await cluster.StopAsync(Cancellation);
        Assert.Empty(world.Leftovers);
    }

    [Theory]
    [InlineData("cluster-create", "timeout", "4 GB of memory")]
    [InlineData("cluster-create", "cgroup", "wsl --update")]
    [InlineData("cluster-create", "cgroup-mount", "wsl --update")]
    [InlineData("cluster-create", "conntrack", "--kubernetes 1.35")]
    [InlineData("cluster-create", "limit", "docker login")]
    [InlineData("cluster-create", "x509", "certificateAuthority")]
    [InlineData("kubeconfig", "docker", "needs no Docker")]
    [InlineData("install", "not-ready", "mirrors")]
    [InlineData("install", "webhook", "injector was not ready")]
    public async Task Failure_tells_its_remedy_and_leaves_nothing(string step, string failure, string remedy)
    {
        using var world = new DummyWorld(server);
        world.Write($"do.{step}", failure);
        await using var cluster = new K3dCluster(world.Options());

        var thrown = await Assert.ThrowsAsync<ClusterFailedException>(() => cluster.StartAsync(Cancellation));

        Assert.Contains(remedy, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("exited with code 1", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("nothing of it stays", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(world.Leftovers);
    }

    [Fact]
    public async Task Failed_creation_shows_the_end_of_the_node_log()
    {
        using var world = new DummyWorld(server);
        world.Write("do.cluster-create", "timeout");
        await using var cluster = new K3dCluster(world.Options());

        var thrown = await Assert.ThrowsAsync<ClusterFailedException>(() => cluster.StartAsync(Cancellation));

        Assert.Contains("k3s log line 30", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("k3s log line 10", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taken_port_is_told_and_others_are_tried()
    {
        using var world = new DummyWorld(server);
        world.Write("do.cluster-create", "once port");
        await using var cluster = new K3dCluster(world.Options());

        await cluster.StartAsync(Cancellation);

        Assert.Contains(world.Reported, line => line.StartsWith("Port 6550 was taken", StringComparison.Ordinal));
        await cluster.StopAsync(Cancellation);
        Assert.Empty(world.Leftovers);
    }

    [Theory]
    [InlineData("cluster-create")]
    [InlineData("kubeconfig")]
    [InlineData("docker-pull")]
    [InlineData("image-import")]
    [InlineData("precheck")]
    [InlineData("install")]
    public async Task Cancelled_step_leaves_nothing(string step)
    {
        using var world = new DummyWorld(server);
        await CancelAtAsync(world, step);
    }

    // Nothing is made yet while the tools are looked at.
    [Theory]
    [InlineData("docker-info")]
    [InlineData("k3d-version")]
    [InlineData("istioctl-version")]
    [InlineData("cluster-list")]
    public async Task Cancelled_look_at_the_tools_makes_nothing(string step)
    {
        using var world = new DummyWorld(server);

        await CancelAtAsync(world, step);

        Assert.DoesNotContain(world.Calls, line => line.StartsWith("k3d cluster create", StringComparison.Ordinal));
    }

    /// <summary>Cancels a start in a step; nothing is left before the cluster is disposed.</summary>
    private static async Task CancelAtAsync(DummyWorld world, string step)
    {
        world.Write($"do.{step}", "hang");
        await using var cluster = new K3dCluster(world.Options());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var starting = cluster.StartAsync(cancel.Token);
        await ReachedAsync(world, step, starting);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Empty(world.Leftovers);
    }

    [Fact]
    public async Task Cancelled_wait_for_the_nodes_leaves_nothing_and_had_a_moving_state()
    {
        using var world = new DummyWorld(server);
        world.Write("kubeconfig", Nowhere);
        await using var cluster = new K3dCluster(world.Options());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var starting = cluster.StartAsync(cancel.Token);
        while (!cluster.State.StartsWith("the API server does not answer yet", StringComparison.Ordinal))
        {
            Assert.False(starting.IsCompleted);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Empty(world.Leftovers);
    }

    [Fact]
    public async Task Cancelled_start_of_a_kept_cluster_keeps_it_stopped()
    {
        using var world = new DummyWorld(server);
        await using (var first = new K3dCluster(world.Options() with { Keep = true }))
        {
            await first.StartAsync(Cancellation);
            await first.StopAsync(Cancellation);
        }

        var kept = world.Leftovers;
        world.Write("do.cluster-start", "hang");
        await using var second = new K3dCluster(world.Options() with { Keep = true });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var starting = second.StartAsync(cancel.Token);
        await ReachedAsync(world, "cluster-start", starting);
        await cancel.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.Contains("is stopped and kept", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(kept, world.Leftovers);
        await K3dCluster.ClearAsync(world.Options().Folder, world.Tools, TimeProvider.System, Cancellation);
        Assert.Empty(world.Leftovers);
    }

    [Fact]
    public async Task Nodes_that_do_not_answer_in_time_are_told_with_the_last_known_state()
    {
        using var world = new DummyWorld(server);
        world.Write("kubeconfig", Nowhere);
        await using var cluster = new K3dCluster(world.Options() with { ReadyTimeout = TimeSpan.Zero });

        var thrown = await Assert.ThrowsAsync<ClusterFailedException>(() => cluster.StartAsync(Cancellation));

        Assert.Contains("The cluster is not ready after 0 s: the API server does not answer yet (", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("nothing of it stays", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(world.Leftovers);
    }

    private const string Nowhere = """
        apiVersion: v1
        kind: Config
        current-context: k3d-istiolab-default
        contexts: [{ name: k3d-istiolab-default, context: { cluster: c, user: u } }]
        clusters: [{ name: c, cluster: { server: "http://127.0.0.1:1" } }]
        users: [{ name: u, user: { token: t } }]
        """;

    // What stands when a process is killed after each part of the creation; then the whole cluster, before and after Istio.
    [Theory]
    [InlineData("network.k3d-istiolab-default")]
    [InlineData("network.k3d-istiolab-default", "volume.k3d-istiolab-default-images")]
    [InlineData("network.k3d-istiolab-default", "volume.k3d-istiolab-default-images", "container.k3d-istiolab-default-server-0")]
    [InlineData("network.k3d-istiolab-default", "volume.k3d-istiolab-default-images", "container.k3d-istiolab-default-server-0", "cluster.istiolab-default")]
    public async Task Rest_of_a_killed_start_is_cleared_by_the_next(params string[] left)
    {
        using var world = new DummyWorld(server);
        var entry = $$$"""
            {"name":"istiolab-default","serversCount":1,"serversRunning":1,"nodes":[{"role":"server","runtimeLabels":{
            "{{{K3dLabels.CreatedBy}}}":"{{{EnvironmentMark.Of(world.Options().Folder)}}}"}}]}
            """;
        foreach (var file in left)
        {
            world.Write(file, entry);
        }

        await using var cluster = new K3dCluster(world.Options());
        await cluster.StartAsync(Cancellation);
        await cluster.StopAsync(Cancellation);
        Assert.Empty(world.Leftovers);

        foreach (var file in left)
        {
            world.Write(file, entry);
        }

        Assert.True(await K3dCluster.ClearAsync(world.Options().Folder, world.Tools, TimeProvider.System, Cancellation));
        Assert.Empty(world.Leftovers);
    }

    [Fact]
    public async Task Images_that_cannot_be_brought_are_replaced_in_the_labs()
    {
        using var world = new DummyWorld(server);
        world.Write("do.docker-pull", "limit");
        await using var cluster = new K3dCluster(world.Options());

        await cluster.StartAsync(Cancellation);

        Assert.Equal(LabImages.Public, cluster.Images);
        Assert.Contains(world.Reported, line => line.Contains("docker login", StringComparison.Ordinal));
        await cluster.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Kept_cluster_is_stopped_and_used_again()
    {
        using var world = new DummyWorld(server);
        await using (var first = new K3dCluster(world.Options() with { Keep = true }))
        {
            await first.StartAsync(Cancellation);
            await first.StopAsync(Cancellation);
        }

        Assert.NotEmpty(world.Leftovers);
        await using var second = new K3dCluster(world.Options() with { Keep = true });
        await second.StartAsync(Cancellation);

        Assert.Single(world.Calls, line => line.StartsWith("k3d cluster create", StringComparison.Ordinal));
        Assert.Single(world.Calls, line => line.StartsWith("k3d cluster start istiolab-default --wait", StringComparison.Ordinal));
        Assert.Single(world.Calls, line => line.StartsWith("istioctl install", StringComparison.Ordinal));
        await K3dCluster.ClearAsync(world.Options().Folder, world.Tools, TimeProvider.System, Cancellation);
        Assert.Empty(world.Leftovers);
    }

    [Fact]
    public async Task Another_release_of_Istio_is_installed_on_a_kept_cluster_after_the_first_is_removed()
    {
        using var world = new DummyWorld(server);
        await using (var first = new K3dCluster(world.Options() with { Keep = true }))
        {
            await first.StartAsync(Cancellation);
            await first.StopAsync(Cancellation);
        }

        world.Write("istioctl-version", "client version: 1.29.2");
        await using var second = new K3dCluster(world.Options() with { Keep = true, Versions = Cluster.Istio.MeshVersions.Choose("1.29", "1.35") });
        await second.StartAsync(Cancellation);

        Assert.Single(world.Calls, line => line.StartsWith("istioctl uninstall -f", StringComparison.Ordinal));
        Assert.Equal("1.29.2", second.IstioVersion);
    }

    [Fact]
    public async Task Volume_that_k3d_leaves_is_removed_and_one_in_use_is_named()
    {
        using var world = new DummyWorld(server);
        world.Write("stays.k3d-istiolab-default-images", "");
        await using (var cluster = new K3dCluster(world.Options()))
        {
            await cluster.StartAsync(Cancellation);
            await cluster.StopAsync(Cancellation);
            Assert.Empty(world.Leftovers);
        }

        world.Write("inuse.k3d-istiolab-default-images", "");
        await using var second = new K3dCluster(world.Options());
        await second.StartAsync(Cancellation);

        var thrown = await Assert.ThrowsAsync<ClusterFailedException>(() => second.StopAsync(Cancellation));

        Assert.Contains("volume 'k3d-istiolab-default-images' stayed", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("docker volume rm k3d-istiolab-default-images", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_of_another_home_is_left_alone()
    {
        using var world = new DummyWorld(server);
        await using (var first = new K3dCluster(world.Options() with { Keep = true }))
        {
            await first.StartAsync(Cancellation);
        }

        using var other = new TemporaryHome();
        await using var second = new K3dCluster(world.Options() with { Folder = other.Home.Open("default") });

        var thrown = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => second.StartAsync(Cancellation));

        Assert.Contains("is left alone", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(5, world.Leftovers.Count);
    }

    [Theory]
    [InlineData("k3d-version", "v5.2.0", "k3d", "5.5.0 or newer is needed")]
    [InlineData("istioctl-version", "client version: 1.28.1", "istioctl", "Istio 1.30 needs istioctl 1.30")]
    [InlineData("docker-info", " Server Version: 19.3.1\n CPUs: 4\n Total Memory: 8GiB\n Architecture: x86_64", "Docker", "20.10.5 or newer is needed")]
    [InlineData("docker-info", " Server Version: 27.3.1\n CPUs: 1\n Total Memory: 1.9GiB\n Architecture: x86_64", "Docker's memory", "4 GB are needed")]
    [InlineData("do.docker-info", "docker", "Docker", "Cannot connect to the Docker daemon")]
    public async Task What_blocks_is_told_before_anything_is_made(string file, string text, string subject, string words)
    {
        using var world = new DummyWorld(server);
        world.Write(file, text);
        await using var cluster = new K3dCluster(world.Options());

        var thrown = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => cluster.StartAsync(Cancellation));

        Assert.Contains(subject, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(words, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Calls, line => line.StartsWith("k3d cluster create", StringComparison.Ordinal));
        Assert.Empty(world.Leftovers);
    }

    private static async Task ReachedAsync(DummyWorld world, string step, Task starting)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!world.Has($"reached.{step}"))
        {
            Assert.False(starting.IsCompleted, $"The start ended before '{step}': {starting.Exception?.InnerException?.Message}");
            Assert.True(TimeProvider.System.GetElapsedTime(began) < s_limit, $"'{step}' was not reached.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }
}
