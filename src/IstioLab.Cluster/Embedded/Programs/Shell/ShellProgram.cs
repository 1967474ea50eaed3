using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;
using IstioLab.Cluster.Embedded.Programs.Shell.Interaction;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Shell;

/// <summary>
/// <c>sh</c>: a small POSIX shell. <c>sh -c TEXT</c>, <c>sh FILE</c>, commands from standard input, or a dialogue on a terminal.
/// </summary>
internal sealed class ShellProgram : IProgram
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var state = new ShellState(context.Environment, context.Name, context.WorkingDirectory);
        state.Set("PWD", context.WorkingDirectory);
        state.Set("IFS", " \t\n");
        state.Set("PS4", "+ ");
        ShellArguments arguments;
        try
        {
            arguments = ShellArguments.Read(context.Arguments, state);
        }
        catch (ShellError error)
        {
            context.Err.WriteLine($"{context.Name}: {error.Message}");
            await context.FlushAsync(cancellationToken);
            return 2;
        }
        var terminal = arguments is { Command: null, File: null } ? context.Terminal : null;
        var shell = new ShellExecutor(
            context.Host, context.Process, state, new ShellStreams(context.Input, context.Output, context.Error), context.Terminal)
        {
            IsInteractive = terminal is not null && ReferenceEquals(context.Input, terminal.Input),
            IsScriptFile = arguments.File is not null,
        };
        shell.Traps.IgnoresTermination = shell.IsInteractive;
        context.Process.Handler = shell.Traps.Receive;
        return arguments switch
        {
            { Command: { } command } => await RunTextAsync(shell, command, cancellationToken),
            { File: { } file } => await RunFileAsync(shell, context, file, cancellationToken),
            _ when shell.IsInteractive => await new InteractiveShell(shell, terminal!).RunAsync(cancellationToken),
            _ => await RunInputAsync(shell, cancellationToken),
        };
    }

    private static async Task<int> RunFileAsync(ShellExecutor shell, ProgramContext context, string file, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = Encoding.UTF8.GetString(shell.Host.Files.Read(context.PathOf(file)).Span);
        }
        catch (FileException problem)
        {
            await shell.WriteErrorAsync($"{context.Name}: can't open '{file}': {problem.Message}", cancellationToken);
            return 2;
        }
        return await RunTextAsync(shell, text, cancellationToken);
    }

    private static async Task<int> RunTextAsync(ShellExecutor shell, string text, CancellationToken cancellationToken)
    {
        ListCommand script;
        try
        {
            script = ShellParser.Parse(text);
        }
        catch (ShellSyntaxException problem)
        {
            shell.Line = problem.Line;
            await shell.ComplainAsync("syntax error: " + problem.Message, cancellationToken);
            return 2;
        }
        shell.Tail = ShellExecutor.TailOf(script);
        return await shell.RunToEndAsync(script, cancellationToken);
    }

    /// <summary>Runs commands from standard input as they come, so that they can read what follows them.</summary>
    private static async Task<int> RunInputAsync(ShellExecutor shell, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (shell.Flow != FlowKind.Exit)
        {
            var ended = !await ReadLineAsync(shell.Streams.Input, text, cancellationToken);
            if (text.Length == 0)
                break;
            try
            {
                var script = ShellParser.Parse(text.ToString());
                text.Clear();
                await shell.RunAsync(script, cancellationToken);
            }
            catch (ShellSyntaxException problem) when (problem.IsIncomplete && !ended)
            {
                continue;
            }
            catch (ShellSyntaxException problem)
            {
                await shell.ComplainAsync("syntax error: " + problem.Message, cancellationToken);
                shell.State.Status = 2;
                break;
            }
            catch (ShellError error)
            {
                await shell.ComplainAsync(error.Message, cancellationToken);
                shell.State.Status = error.Status;
                break;
            }
            if (ended)
                break;
        }
        return await shell.RunExitTrapAsync(shell.State.Status, cancellationToken);
    }

    private static async ValueTask<bool> ReadLineAsync(Stream input, StringBuilder text, CancellationToken cancellationToken)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (await input.ReadAsync(one, cancellationToken) > 0)
        {
            bytes.Add(one[0]);
            if (one[0] != '\n')
                continue;
            text.Append(Encoding.UTF8.GetString([.. bytes]));
            return true;
        }
        text.Append(Encoding.UTF8.GetString([.. bytes]));
        return false;
    }
}
