using IstioLab.Cluster.Embedded.Programs.Shell.Builtins;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Runs a simple command: assignments, then a function, a built-in command or a program.</summary>
internal sealed class SimpleCommandRunner(ShellExecutor shell)
{
    private readonly ProgramLauncher _launcher = new(shell);

    /// <summary>Runs a command.</summary>
    public async ValueTask<int> RunAsync(SimpleCommand command, CancellationToken cancellationToken)
    {
        shell.Line = command.Line;
        shell.SubstitutionStatus = 0;
        var words = ExpandAlias(command.Words);
        var fields = new List<string>(words.Count);
        if (words is [{ Plain: "export" or "readonly" or "local" }, ..])
            await ExpandDeclarationAsync(words, fields, cancellationToken);
        else
            await shell.Words.ExpandAsync(words, fields, cancellationToken);

        var former = shell.Streams;
        await using var opener = new RedirectionOpener(shell);
        try
        {
            if (command.Redirections.Count > 0)
                shell.Streams = await opener.OpenAsync(command.Redirections, cancellationToken);
            return fields.Count == 0
                ? await AssignAsync(command.Assignments, cancellationToken)
                : await RunFieldsAsync(command, fields, cancellationToken);
        }
        catch (RedirectionException problem)
        {
            await shell.ComplainAsync(problem.Message, cancellationToken);
            return 1;
        }
        finally
        {
            if (shell.KeepStreams)
                opener.Keep();
            else
                shell.Streams = former;
            shell.KeepStreams = false;
        }
    }

    private async ValueTask<int> AssignAsync(IReadOnlyList<Assignment> assignments, CancellationToken cancellationToken)
    {
        foreach (var assignment in assignments)
        {
            var value = await shell.Words.ExpandTextAsync(assignment.Value, cancellationToken);
            if (shell.State.Has('x'))
                await TraceAsync([$"{assignment.Name}={value}"], cancellationToken);
            shell.State.Set(assignment.Name, value);
        }
        return shell.SubstitutionStatus;
    }

    private async ValueTask<int> RunFieldsAsync(SimpleCommand command, List<string> fields, CancellationToken cancellationToken)
    {
        var builtin = ShellBuiltins.Find(fields[0]);
        shell.State.Functions.TryGetValue(fields[0], out var function);
        var former = new List<(string Name, ShellVariable? Variable)>();
        foreach (var assignment in command.Assignments)
        {
            var value = await shell.Words.ExpandTextAsync(assignment.Value, cancellationToken);
            former.Add((assignment.Name, shell.State.Find(assignment.Name)));
            shell.State.Set(assignment.Name, value, export: true);
        }
        if (shell.State.Has('x'))
            await TraceAsync([.. command.Assignments.Select(a => $"{a.Name}={shell.State.Get(a.Name)}"), .. fields], cancellationToken);
        try
        {
            if (builtin is { IsSpecial: true })
                return await builtin.Run(shell, fields, cancellationToken);
            if (function is not null)
                return await CallAsync(function, fields, cancellationToken);
            if (builtin is not null)
                return await builtin.Run(shell, fields, cancellationToken);
            return await _launcher.RunAsync(fields, ReferenceEquals(command, shell.Tail), cancellationToken);
        }
        finally
        {
            if (builtin is not { IsSpecial: true } || fields[0] == "exec")
            {
                foreach (var (name, variable) in former)
                    shell.State.Restore(name, variable);
            }
        }
    }

    private async ValueTask<int> CallAsync(Command body, List<string> fields, CancellationToken cancellationToken)
    {
        using var level = new DepthGuard(shell);
        var parameters = shell.State.Parameters;
        var loops = shell.Loops;
        shell.State.Parameters = [.. fields.Skip(1)];
        shell.State.EnterScope();
        shell.Loops = 0;
        try
        {
            var status = await shell.RunAsync(body, cancellationToken);
            if (shell.Flow != FlowKind.Return)
                return status;
            shell.Flow = FlowKind.Next;
            return shell.State.Status;
        }
        finally
        {
            shell.State.LeaveScope();
            shell.State.Parameters = parameters;
            shell.Loops = loops;
        }
    }

    private IReadOnlyList<Word> ExpandAlias(IReadOnlyList<Word> words)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        while (words is [{ Plain: { } name }, ..] && shell.State.Aliases.TryGetValue(name, out var text) && used.Add(name))
        {
            if (ShellParser.Parse(text).Items is not [{ Command: SimpleCommand { Redirections.Count: 0, Assignments.Count: 0 } alias }])
                break;
            words = [.. alias.Words, .. words.Skip(1)];
        }
        return words;
    }

    private async ValueTask ExpandDeclarationAsync(IReadOnlyList<Word> words, List<string> fields, CancellationToken cancellationToken)
    {
        foreach (var word in words)
        {
            if (SimpleCommandParser.AsAssignment(word) is { } assignment)
                fields.Add($"{assignment.Name}={await shell.Words.ExpandTextAsync(assignment.Value, cancellationToken)}");
            else
                await shell.Words.ExpandAsync([word], fields, cancellationToken);
        }
    }

    private ValueTask TraceAsync(IReadOnlyList<string> fields, CancellationToken cancellationToken) =>
        shell.WriteErrorAsync("+ " + string.Join(' ', fields.Select(ShellQuoting.Quote)), cancellationToken);
}
