using System.Text;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Files;
using IstioLab.Cluster.Embedded.Runtime.Logs;

namespace IstioLab.Cluster.Tests.Embedded.Programs;

public sealed class ContainerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Container_with_the_lab_command_serves_the_page_to_curl()
    {
        await using var pods = new PodFixture();
        pods.Start("apps-v1", "/bin/sh", "-c", "echo 'c1' > /var/www/index.html;httpd -f -p 80 -h /var/www");
        var client = pods.Start("client", "tail", "-f", "/etc/hosts");

        var result = await PodFixture.ExecAsync(client, null, "sh", "-c", "until curl -s http://apps-v1; do sleep 0.01; done");

        Assert.Equal(new CommandResult("c1\n", "", 0), result);
    }

    [Fact]
    public async Task Process_one_ignores_sigterm_and_dies_after_the_grace()
    {
        await using var pods = new PodFixture();
        var container = pods.Start("pod", "tail", "-f", "/etc/hosts");

        await container.StopAsync(TimeSpan.FromMilliseconds(20), Token);

        Assert.Equal(137, await container.Exited);
    }

    [Fact]
    public async Task Process_one_with_a_trap_ends_by_itself()
    {
        await using var pods = new PodFixture();
        var container = pods.Start("pod", "sh", "-c", "trap 'echo bye; exit 0' TERM; echo up; while true; do sleep 0.01; done");
        await using var log = container.Log.ReadAsync(new LogQuery { Follow = true }, Token).GetAsyncEnumerator(Token);
        Assert.True(await log.MoveNextAsync());

        await container.StopAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(0, await container.Exited);
        Assert.Equal("up\nbye\n", await PodFixture.ReadLogAsync(container));
    }

    [Fact]
    public async Task Exit_of_process_one_ends_everything_and_completes_the_log()
    {
        await using var pods = new PodFixture();
        var container = pods.Start("pod", "sh", "-c", "echo out; echo err >&2; printf rest; sleep 1000 & exit 3");

        Assert.Equal(3, await container.Exited.WaitAsync(Token));
        Assert.Equal("out\nerr\nrest", await PodFixture.ReadLogAsync(container));
    }

    [Theory]
    [InlineData("foo", "exec: \"foo\": executable file not found in $PATH", 127)]
    [InlineData("/bin/foo", "exec: \"/bin/foo\": stat /bin/foo: no such file or directory", 127)]
    [InlineData("/etc/passwd", "exec: \"/etc/passwd\": permission denied", 126)]
    public async Task Start_of_an_unknown_command_fails_as_runc_does(string command, string message, int code)
    {
        await using var pods = new PodFixture();
        var container = pods.Create("pod", command);

        var problem = Assert.Throws<ContainerStartException>(container.Start);

        Assert.Equal((message, code), (problem.Message, problem.ExitCode));
    }

    [Fact]
    public async Task Exec_of_an_unknown_command_fails_as_runc_does()
    {
        await using var pods = new PodFixture();
        var container = pods.Start("pod", "sleep", "1000");

        var problem = await Assert.ThrowsAsync<ContainerStartException>(() => PodFixture.ExecAsync(container, null, "foo"));

        Assert.Equal("exec: \"foo\": executable file not found in $PATH", problem.Message);
    }

    [Fact]
    public async Task Exec_gives_standard_input_and_the_exit_code()
    {
        await using var pods = new PodFixture();
        var container = pods.Start("pod", "sleep", "1000");

        var result = await PodFixture.ExecAsync(container, "echo hello\nread x\nline for x\necho \"got $x\"\nexit 3\n", "sh");

        Assert.Equal(new CommandResult("hello\ngot line for x\n", "", 3), result);
    }

    [Fact]
    public async Task Cancelled_exec_kills_the_process()
    {
        await using var pods = new PodFixture();
        var container = pods.Start("pod", "sleep", "1000");
        using var session = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var output = new MemoryStream();
        var running = container.ExecAsync(new ExecRequest(["sh", "-c", "while true; do :; done"], null, output, null), session.Token);

        await session.CancelAsync();

        Assert.Equal(137, await running.WaitAsync(Token));
    }

    [Fact]
    public async Task Mounted_folder_is_shared_and_read_only_where_asked()
    {
        await using var pods = new PodFixture();
        var folder = new SharedFolder(TimeProvider.System);
        folder.Write("a/key", "value\n"u8.ToArray());
        var first = pods.Create("one", "sleep", "1000");
        var writer = pods.Create(first.Spec with { Mounts = [new VolumeMount("/data", folder)] });
        var reader = pods.Create(first.Spec with { Mounts = [new VolumeMount("/etc/config", folder, "a", ReadOnly: true)] });
        writer.Start();
        reader.Start();

        await PodFixture.ExecAsync(writer, null, "sh", "-c", "echo new > /data/a/other");
        var result = await PodFixture.ExecAsync(reader, null, "sh", "-c", "cat /etc/config/*; echo x > /etc/config/key");

        Assert.Equal(new CommandResult("value\nnew\n", "sh: can't create /etc/config/key: Read-only file system\n", 1), result);
    }

    [Fact]
    public async Task Containers_of_an_image_have_files_of_their_own()
    {
        await using var pods = new PodFixture();
        var one = pods.Start("one", "sleep", "1000");
        var two = pods.Start("two", "sleep", "1000");

        await PodFixture.ExecAsync(one, null, "sh", "-c", "rm -rf /bin/ls /var/www; echo x > /etc/passwd");
        var result = await PodFixture.ExecAsync(two, null, "sh", "-c", "ls -d /var/www; head -c 4 /etc/passwd");

        Assert.Equal(new CommandResult("/var/www\nroot", "", 0), result);
    }

    [Fact]
    public async Task Ps_shows_processes_and_kill_ends_them()
    {
        await using var pods = new PodFixture();
        var container = pods.Start("pod", "sh", "-c", "echo x; tail -f /etc/hosts");
        await using var log = container.Log.ReadAsync(new LogQuery { Follow = true }, Token).GetAsyncEnumerator(Token);
        await log.MoveNextAsync();
        await log.MoveNextAsync();

        var result = await PodFixture.ExecAsync(container, null, "sh", "-c", "ps | grep -c '1 root .*[0-9] tail -f'; kill 1; kill -9 1; pidof tail");

        // The last command of sh -c takes over process 1, and process 1 has no handler: the signals are ignored.
        Assert.Equal(new CommandResult("1\n1\n", "", 0), result);
    }

    [Theory]
    [InlineData("busybox", true)]
    [InlineData("busybox:1.36.1", true)]
    [InlineData("harbor.nolenlinux.cn/busybox/busybox:1.36.1", true)]
    [InlineData("registry.cn-hangzhou.aliyuncs.com/nolen_linux/test:v1", true)]
    [InlineData("curlimages/curl", true)]
    [InlineData("docker.io/kennethreitz/httpbin", true)]
    [InlineData("docker.io/mccutchen/go-httpbin:v2.15.0", true)]
    [InlineData("docker.io/istio/examples-helloworld-v2:1.0", true)]
    [InlineData("registry.k8s.io/pause:3.10", true)]
    [InlineData("busybox@sha256:0000", true)]
    [InlineData("localhost:5000/busybox:1", true)]
    [InlineData("nginx", false)]
    [InlineData("alpine:3", false)]
    [InlineData("example.com/test:v2", false)]
    [InlineData("mybusybox", false)]
    public void Catalogue_knows_an_image(string image, bool known)
    {
        var runtime = new ContainerRuntime(BuiltInImages.CreateCatalogue(TimeProvider.System), TimeProvider.System, new Proxy.RandomSource(1));

        Assert.Equal(known, runtime.HasImage(image));
    }

    [Fact]
    public async Task Log_gives_the_last_lines_with_times()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 1, 2, 3, TimeSpan.Zero));
        var log = new ContainerLog(time);
        log.WriteLine("a");
        time.Advance(TimeSpan.FromSeconds(1));
        log.WriteLine("b", LogStream.Stderr);
        log.Write(LogStream.Stdout, "c"u8);
        log.Complete();

        var lines = new List<string>();
        await foreach (var line in log.ReadAsync(new LogQuery { TailLines = 2, Timestamps = true, Follow = true }, Token))
            lines.Add(Encoding.UTF8.GetString(line.Span));

        Assert.Equal(["2026-11-23T01:02:04.000000000Z b\n", "2026-11-23T01:02:04.000000000Z c"], lines);
    }

    [Fact]
    public async Task Log_is_bounded()
    {
        var log = new ContainerLog(TimeProvider.System);
        var line = new string('x', 1000);
        for (var i = 0; i < 2000; i++)
            log.WriteLine(line);

        var bytes = 0;
        await foreach (var chunk in log.ReadAsync(new LogQuery(), Token))
            bytes += chunk.Length;

        Assert.InRange(bytes, ContainerLog.MaximumBytes / 2, ContainerLog.MaximumBytes);
    }
}
