using System.IO.Pipelines;
using System.Text;
using IstioLab.Cluster.Embedded.Runtime;

namespace IstioLab.Cluster.Tests.Embedded.Programs;

public sealed class TerminalTests
{
    [Fact]
    public async Task Shell_prompts_echoes_and_gives_its_exit_code()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("echo hallo\x7f\x7fllo\r");
        await session.ExpectAsync("echo hallo\b\u001b[J\b\u001b[Jllo\r\nhalllo\r\n/ # ");
        await session.TypeAsync("cd /var/www\r");
        await session.ExpectAsync("/var/www # ");
        await session.TypeAsync("exit 3\r");

        Assert.Equal(3, await session.Completion);
    }

    [Fact]
    public async Task Interrupt_ends_an_endless_loop_and_the_prompt_returns()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("while true; do echo tick; sleep 0.01; done\r");
        await session.ExpectAsync("tick\r\ntick\r\n");
        await session.TypeAsync("\x03");
        await session.ExpectAsync("^C");
        await session.ExpectAsync("/ # ");
        await session.TypeAsync("echo $?\r");
        await session.ExpectAsync("130\r\n/ # ");
    }

    [Fact]
    public async Task Interrupt_ends_a_loop_without_programs()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("while :; do :; done\r");
        await session.ExpectAsync("done\r\n");
        await session.TypeAsync("\x03");

        await session.ExpectAsync("/ # ");
    }

    [Fact]
    public async Task Interrupt_at_the_prompt_gives_a_new_one()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("some text\x03");
        await session.ExpectAsync("^C\r\n/ # ");
        await session.TypeAsync("echo ok\r");
        await session.ExpectAsync("ok\r\n/ # ");
    }

    [Fact]
    public async Task End_of_file_leaves_the_shell()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("false\r");
        await session.ExpectAsync("/ # ");
        await session.TypeAsync("\x04");

        Assert.Equal(1, await session.Completion);
    }

    [Fact]
    public async Task Unfinished_command_asks_for_more()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("for i in 1 2; do\r");
        await session.ExpectAsync("\r\n> ");
        await session.TypeAsync("echo n$i; done\r");
        await session.ExpectAsync("n1\r\nn2\r\n/ # ");
    }

    [Fact]
    public async Task Arrow_up_recalls_the_last_command()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("echo first\r");
        await session.ExpectAsync("first\r\n/ # ");
        await session.TypeAsync("\x1b[A2\r");
        await session.ExpectAsync("first2\r\n/ # ");
    }

    [Fact]
    public async Task Tab_completes_names()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("cat /etc/hostn\t\r");

        await session.ExpectAsync("/etc/hostname \r\npod\r\n/ # ");
    }

    [Fact]
    public async Task Program_without_an_editor_gets_lines_with_echo()
    {
        await using var session = await Session.StartAsync("cat");

        await session.TypeAsync("abx\x7f" + "c\r");
        await session.ExpectAsync("abx\b \bc\r\nabc\r\n");
        await session.TypeAsync("one two\x17three\x15" + "four\r");
        await session.ExpectAsync("four\r\nfour\r\n");
        await session.TypeAsync("\x04");

        Assert.Equal(0, await session.Completion);
    }

    [Fact]
    public async Task Interrupt_ends_a_program()
    {
        await using var session = await Session.StartAsync("tail", "-f", "/etc/hostname");
        await session.ExpectAsync("pod\r\n");

        await session.TypeAsync("\x03");

        Assert.Equal(130, await session.Completion);
    }

    [Fact]
    public async Task Job_in_the_background_survives_an_interrupt()
    {
        await using var session = await Session.StartAsync("sh");
        await session.ExpectAsync("/ # ");

        await session.TypeAsync("sleep 1000 &\r");
        await session.ExpectAsync("/ # ");
        await session.TypeAsync("sleep 999\r");
        await session.ExpectAsync("sleep 999\r\n");
        await session.TypeAsync("\x03");
        await session.ExpectAsync("/ # ");
        await session.TypeAsync("jobs\r");
        await session.ExpectAsync("Running                 sleep 1000\r\n");
    }

    [Fact]
    public async Task Attached_person_uses_the_shell_of_process_one()
    {
        await using var session = await Session.AttachAsync("sh");

        await session.TypeAsync("\r");
        await session.ExpectAsync("/ # ");
        await session.TypeAsync("echo $$; exit 4\r");
        await session.ExpectAsync("1\r\n");

        Assert.Equal(4, await session.Completion);
    }

    [Fact]
    public async Task Process_one_ends_when_the_one_who_was_attached_goes()
    {
        await using var session = await Session.AttachAsync("sh");

        await session.TypeAsync("\r");
        await session.ExpectAsync("/ # ");
        await session.HangUpAsync();

        Assert.Equal(0, await session.Completion);
    }

    private sealed class Session : IAsyncDisposable
    {
        private readonly PodFixture _pods = new();
        private readonly Pipe _keyboard = new();
        private readonly Pipe _screen = new();
        private readonly StringBuilder _seen = new();

        public required Task<int> Completion { get; set; }

        public static Task<Session> StartAsync(params string[] command)
        {
            var session = new Session { Completion = Task.FromResult(0) };
            var container = session._pods.Start("pod", "sleep", "1000");
            session.Completion = container.ExecAsync(
                new ExecRequest(command, session._keyboard.Reader.AsStream(), session._screen.Writer.AsStream(), null, Tty: true),
                TestContext.Current.CancellationToken);
            return Task.FromResult(session);
        }

        public static Task<Session> AttachAsync(params string[] command)
        {
            var session = new Session { Completion = Task.FromResult(0) };
            var template = session._pods.Create("template", command).Spec;
            var container = session._pods.Create(template with { Stdin = true, StdinOnce = true, Tty = true });
            container.Start();
            session.Completion = container.AttachAsync(
                new AttachRequest(session._keyboard.Reader.AsStream(), session._screen.Writer.AsStream(), null),
                TestContext.Current.CancellationToken);
            return Task.FromResult(session);
        }

        public async Task HangUpAsync() => await _keyboard.Writer.CompleteAsync();

        public async Task TypeAsync(string keys) =>
            await _keyboard.Writer.WriteAsync(Encoding.UTF8.GetBytes(keys), TestContext.Current.CancellationToken);

        public async Task ExpectAsync(string text)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(20));
            try
            {
                while (!_seen.ToString().Contains(text, StringComparison.Ordinal))
                {
                    var result = await _screen.Reader.ReadAsync(limit.Token);
                    foreach (var part in result.Buffer)
                        _seen.Append(Encoding.UTF8.GetString(part.Span));
                    _screen.Reader.AdvanceTo(result.Buffer.End);
                }
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The screen does not show '{text}' but '{_seen}'.");
            }
            var seen = _seen.ToString();
            _seen.Clear().Append(seen.AsSpan(seen.IndexOf(text, StringComparison.Ordinal) + text.Length));
        }

        public async ValueTask DisposeAsync()
        {
            await _keyboard.Writer.CompleteAsync();
            await _screen.Reader.CompleteAsync();
            await _pods.DisposeAsync();
        }
    }
}
