using IstioLab.Cluster.Embedded.Programs.Shell.Execution;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;
using IstioLab.Cluster.Embedded.Runtime.Processes;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Interaction;

/// <summary>The dialogue of a shell with a person: prompt, line, command in the foreground, and again.</summary>
internal sealed class InteractiveShell(ShellExecutor shell, Terminal terminal)
{
    private const int Interrupted = 128 + (int)Signal.Int;

    private readonly LineEditor _editor = new(terminal, new Completer(shell));
    private volatile CancellationTokenSource? _job;
    private volatile bool _interruptedEarly;

    /// <summary>Runs until <c>exit</c> or the end of the input.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // What the keyboard sends between a line and its command is for the command.
        terminal.EnterForeground(InterruptEarly);
        try
        {
            while (shell.Flow != FlowKind.Exit)
            {
                if (await ReadCommandAsync(cancellationToken) is not { } command)
                    break;
                await RunCommandAsync(command, cancellationToken);
            }
        }
        finally
        {
            terminal.LeaveForeground();
        }
        return await shell.RunExitTrapAsync(shell.State.Status, cancellationToken);
    }

    private async ValueTask<ListCommand?> ReadCommandAsync(CancellationToken cancellationToken)
    {
        await ReportJobsAsync(cancellationToken);
        _interruptedEarly = false;
        var text = "";
        while (true)
        {
            var line = await _editor.ReadAsync(text.Length == 0 ? await PromptAsync(cancellationToken) : shell.State.Get("PS2") ?? "> ", cancellationToken);
            if (line.End == LineEnd.Closed && text.Length == 0)
            {
                await shell.WriteErrorAsync("", cancellationToken);
                return null;
            }
            if (line.End == LineEnd.Interrupted)
            {
                shell.State.Status = Interrupted;
                text = "";
                continue;
            }
            text += line.Text + "\n";
            try
            {
                return ShellParser.Parse(text);
            }
            catch (ShellSyntaxException problem) when (problem.IsIncomplete && line.End == LineEnd.Entered)
            {
                continue;
            }
            catch (ShellSyntaxException problem)
            {
                await shell.ComplainAsync("syntax error: " + problem.Message, cancellationToken);
                shell.State.Status = 2;
                text = "";
            }
        }
    }

    private async ValueTask<string> PromptAsync(CancellationToken cancellationToken)
    {
        var prompt = shell.State.Get("PS1") ?? "\\w \\$ ";
        prompt = prompt
            .Replace("\\w", shell.State.WorkingDirectory, StringComparison.Ordinal)
            .Replace("\\h", shell.Host.Hostname, StringComparison.Ordinal)
            .Replace("\\u", "root", StringComparison.Ordinal)
            .Replace("\\$", "#", StringComparison.Ordinal);
        if (!prompt.AsSpan().ContainsAny('$', '`'))
            return prompt;
        try
        {
            return await shell.Words.ExpandTextAsync(new WordReader(prompt, 0, 1, 0).ReadDocument(), cancellationToken);
        }
        catch (Exception problem) when (problem is ShellError or ShellSyntaxException)
        {
            return prompt;
        }
    }

    private async ValueTask RunCommandAsync(ListCommand command, CancellationToken cancellationToken)
    {
        using var job = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _job = job;
        terminal.EnterForeground(signal => Interrupt(job, signal));
        if (_interruptedEarly)
            Interrupt(job, Signal.Int);
        try
        {
            await shell.RunAsync(command, job.Token);
            if (shell.Flow is not (FlowKind.Next or FlowKind.Exit))
                shell.Flow = FlowKind.Next;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Reset(Interrupted);
            await shell.WriteErrorAsync("", cancellationToken);
        }
        catch (ShellError error)
        {
            Reset(error.Status);
            await shell.ComplainAsync(error.Message, cancellationToken);
        }
        finally
        {
            terminal.LeaveForeground();
            _job = null;
        }
    }

    private void InterruptEarly(Signal signal)
    {
        _interruptedEarly |= signal is Signal.Int or Signal.Quit;
        if (_job is { } job)
            Interrupt(job, signal);
    }

    private void Reset(int status)
    {
        shell.State.Status = status;
        shell.Flow = FlowKind.Next;
        shell.Conditions = 0;
        shell.Loops = 0;
    }

    private static void Interrupt(CancellationTokenSource job, Signal signal)
    {
        if (signal is not (Signal.Int or Signal.Quit))
            return;
        try
        {
            _ = job.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The command ended just before the key.
        }
    }

    private async ValueTask ReportJobsAsync(CancellationToken cancellationToken)
    {
        foreach (var job in shell.Jobs.All.Where(job => job.Completion.IsCompleted).ToList())
        {
            shell.Jobs.Remove(job);
            var status = await job.Completion;
            var state = status switch { 0 => "Done", 143 => "Terminated", 137 => "Killed", _ => $"Exit {status}" };
            await shell.WriteErrorAsync($"[{job.Number}]+  {state,-24}{job.Text}", cancellationToken);
        }
    }
}
