using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Runs every command but the simple ones.</summary>
internal sealed class CompoundRunner(ShellExecutor shell)
{
    /// <summary>Runs a command.</summary>
    public ValueTask<int> RunAsync(Command command, CancellationToken cancellationToken) => command switch
    {
        ListCommand list => RunListAsync(list, cancellationToken),
        AndOrCommand chain => RunAndOrAsync(chain, cancellationToken),
        PipelineCommand pipeline => RunPipelineAsync(pipeline, cancellationToken),
        GroupCommand group => shell.RunAsync(group.Body, cancellationToken),
        SubshellCommand subshell => RunSubshellAsync(subshell, cancellationToken),
        IfCommand choice => RunIfAsync(choice, cancellationToken),
        LoopCommand loop => RunLoopAsync(loop, cancellationToken),
        ForCommand loop => RunForAsync(loop, cancellationToken),
        CaseCommand choice => RunCaseAsync(choice, cancellationToken),
        RedirectedCommand redirected => RunRedirectedAsync(redirected, cancellationToken),
        FunctionCommand function => Define(function),
        _ => throw new ShellError($"unsupported: {command.GetType().Name}"),
    };

    private ValueTask<int> Define(FunctionCommand function)
    {
        shell.State.Functions[function.Name] = function.Body;
        return new(0);
    }

    private async ValueTask<int> RunListAsync(ListCommand list, CancellationToken cancellationToken)
    {
        var status = 0;
        foreach (var item in list.Items)
        {
            if (item.Background)
                status = await StartInBackgroundAsync(item, cancellationToken);
            else
                status = await shell.RunAsync(item.Command, cancellationToken);
            if (shell.Flow != FlowKind.Next)
                return shell.State.Status;
        }
        return status;
    }

    private async ValueTask<int> StartInBackgroundAsync(ListItem item, CancellationToken cancellationToken)
    {
        var streams = shell.IsInteractive ? shell.Streams : shell.Streams.With(0, Stream.Null);
        var child = shell.Fork(streams, CancellationToken.None, item.Text);
        var running = Task.Run(() => child.RunAsForkAsync(item.Command), CancellationToken.None);
        var job = shell.Jobs.Add(child.Process.Pid, item.Text, running);
        shell.State.LastBackground = job.Pid;
        if (shell.IsInteractive)
            await shell.WriteErrorAsync($"[{job.Number}] {job.Pid}", cancellationToken);
        return 0;
    }

    private async ValueTask<int> RunAndOrAsync(AndOrCommand chain, CancellationToken cancellationToken)
    {
        var status = await RunConditionAsync(chain.First, cancellationToken);
        for (var i = 0; i < chain.Rest.Count && shell.Flow == FlowKind.Next; i++)
        {
            var (onSuccess, command) = chain.Rest[i];
            if (onSuccess != (status == 0))
                continue;
            status = i == chain.Rest.Count - 1
                ? await shell.RunAsync(command, cancellationToken)
                : await RunConditionAsync(command, cancellationToken);
        }
        return status;
    }

    private async ValueTask<int> RunConditionAsync(Command command, CancellationToken cancellationToken)
    {
        shell.Conditions++;
        try
        {
            return await shell.RunAsync(command, cancellationToken);
        }
        finally
        {
            shell.Conditions--;
        }
    }

    private async ValueTask<int> RunPipelineAsync(PipelineCommand pipeline, CancellationToken cancellationToken)
    {
        int status;
        if (pipeline.Commands.Count == 1)
            status = await RunConditionAsync(pipeline.Commands[0], cancellationToken);
        else
            status = await RunPipesAsync(pipeline.Commands, cancellationToken);
        return pipeline.Negated ? (status == 0 ? 1 : 0) : status;
    }

    private async ValueTask<int> RunPipesAsync(IReadOnlyList<Command> commands, CancellationToken cancellationToken)
    {
        var running = new Task<int>[commands.Count];
        Stream? input = null;
        for (var i = 0; i < commands.Count; i++)
        {
            var pipe = i < commands.Count - 1 ? new PipeStreams() : null;
            var streams = input is null ? shell.Streams : shell.Streams.With(0, input);
            var child = shell.Fork(pipe is null ? streams : streams.With(1, pipe.Writer), cancellationToken);
            running[i] = RunElementAsync(child, commands[i], input, pipe?.Writer);
            input = pipe?.Reader;
        }
        var statuses = await Task.WhenAll(running);
        cancellationToken.ThrowIfCancellationRequested();
        return statuses[^1];
    }

    private static async Task<int> RunElementAsync(ShellExecutor child, Command command, Stream? input, Stream? output)
    {
        try
        {
            return await Task.Run(() => child.RunAsForkAsync(command), CancellationToken.None);
        }
        finally
        {
            if (output is not null)
                await output.DisposeAsync();
            if (input is not null)
                await input.DisposeAsync();
        }
    }

    private async ValueTask<int> RunSubshellAsync(SubshellCommand subshell, CancellationToken cancellationToken)
    {
        var child = shell.Fork(shell.Streams, cancellationToken);
        var status = await child.RunAsForkAsync(subshell.Body);
        cancellationToken.ThrowIfCancellationRequested();
        return status;
    }

    private async ValueTask<int> RunIfAsync(IfCommand choice, CancellationToken cancellationToken)
    {
        foreach (var branch in choice.Branches)
        {
            var status = await RunConditionAsync(branch.Condition, cancellationToken);
            if (shell.Flow != FlowKind.Next)
                return status;
            if (status == 0)
                return await shell.RunAsync(branch.Body, cancellationToken);
        }
        return choice.Otherwise is null ? 0 : await shell.RunAsync(choice.Otherwise, cancellationToken);
    }

    private async ValueTask<int> RunLoopAsync(LoopCommand loop, CancellationToken cancellationToken)
    {
        var status = 0;
        shell.Loops++;
        try
        {
            while (true)
            {
                var condition = await RunConditionAsync(loop.Condition, cancellationToken);
                if (shell.Flow == FlowKind.Next)
                {
                    if (condition == 0 == loop.Until)
                        break;
                    status = await shell.RunAsync(loop.Body, cancellationToken);
                }
                if (LeavesLoop())
                    break;
            }
        }
        finally
        {
            shell.Loops--;
        }
        return shell.Flow == FlowKind.Next ? status : shell.State.Status;
    }

    private async ValueTask<int> RunForAsync(ForCommand loop, CancellationToken cancellationToken)
    {
        var values = new List<string>();
        if (loop.Words is null)
            values.AddRange(shell.State.Parameters);
        else
            await shell.Words.ExpandAsync(loop.Words, values, cancellationToken);
        var status = 0;
        shell.Loops++;
        try
        {
            foreach (var value in values)
            {
                shell.State.Set(loop.Variable, value);
                status = await shell.RunAsync(loop.Body, cancellationToken);
                if (LeavesLoop())
                    break;
            }
        }
        finally
        {
            shell.Loops--;
        }
        return shell.Flow == FlowKind.Next ? status : shell.State.Status;
    }

    private bool LeavesLoop()
    {
        switch (shell.Flow)
        {
            case FlowKind.Next:
                return false;
            case FlowKind.Break:
                if (--shell.FlowCount == 0)
                    shell.Flow = FlowKind.Next;
                return true;
            case FlowKind.Continue:
                if (--shell.FlowCount > 0)
                    return true;
                shell.Flow = FlowKind.Next;
                return false;
            default:
                return true;
        }
    }

    private async ValueTask<int> RunCaseAsync(CaseCommand choice, CancellationToken cancellationToken)
    {
        var subject = await shell.Words.ExpandTextAsync(choice.Subject, cancellationToken);
        foreach (var item in choice.Items)
        {
            foreach (var pattern in item.Patterns)
            {
                if (!PatternMatcher.IsMatch(await shell.Words.ExpandPatternAsync(pattern, cancellationToken), subject))
                    continue;
                return item.Body.Items.Count == 0 ? 0 : await shell.RunAsync(item.Body, cancellationToken);
            }
        }
        return 0;
    }

    private async ValueTask<int> RunRedirectedAsync(RedirectedCommand redirected, CancellationToken cancellationToken)
    {
        var former = shell.Streams;
        await using var opener = new RedirectionOpener(shell);
        try
        {
            shell.Streams = await opener.OpenAsync(redirected.Redirections, cancellationToken);
            return await shell.RunAsync(redirected.Command, cancellationToken);
        }
        catch (RedirectionException problem)
        {
            await shell.ComplainAsync(problem.Message, cancellationToken);
            return 1;
        }
        finally
        {
            shell.Streams = former;
        }
    }
}
