using System.ComponentModel;
using CliWrap;

namespace IstioLab.Cluster.Tools;

/// <summary>Starts tools. No other code of IstioLab starts a process.</summary>
/// <param name="time">The clock.</param>
/// <param name="started">Gets the process id of each tool; null for nobody.</param>
public sealed class ToolRunner(TimeProvider time, Action<int>? started = null)
{
    /// <summary>Runs a tool to its end.</summary>
    /// <param name="command">What to run, and for how long at most.</param>
    /// <param name="onLine">Gets each line as it is written, from one thread per stream; null for none.</param>
    /// <param name="cancellationToken">Asks the tool to end, and kills it and its children after the command's grace.</param>
    /// <exception cref="ToolFailedException">It did not start, or its exit code is not 0 and the command does not allow that.</exception>
    /// <exception cref="ToolTimeoutException">It took longer than <see cref="ToolCommand.Timeout"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the message says what became of the process.</exception>
    public async Task<ToolResult> RunAsync(ToolCommand command, Action<ToolLine>? onLine = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        await using var process = Start(command, onLine);
        using var timeout = new CancellationTokenSource(command.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        await using var stop = either.Token.Register(process.BeginStop);
        var exit = await process.Exited;

        if (exit.Code is not { } code)
        {
            var lastLine = process.LastLine;
            cancellationToken.ThrowIfCancellationRequested(command, process, exit);
            throw new ToolTimeoutException(command, process.Id, lastLine, exit.Killed);
        }

        if (code != 0 && !command.AllowFailure)
        {
            throw new ToolFailedException(command, process.Id, code, process.ErrorText);
        }

        return new ToolResult(code, process.OutputText, process.ErrorText, process.Truncated, time.GetElapsedTime(started));
    }

    /// <summary>Starts a tool that runs until it is stopped.</summary>
    /// <param name="command">What to run; its timeout does not apply.</param>
    /// <param name="onLine">Gets each line as it is written, from one thread per stream; null for none.</param>
    /// <exception cref="ToolFailedException">It did not start.</exception>
    public ToolProcess Start(ToolCommand command, Action<ToolLine>? onLine = null)
    {
        var process = new ToolProcess(command, time, onLine);
        try
        {
            process.Run(Wrap(command));
            started?.Invoke(process.Id);
        }
        catch (Exception cause) when (cause is Win32Exception or InvalidOperationException or IOException)
        {
            process.Abandon();
            throw new ToolFailedException(command, cause);
        }

        return process;
    }

    /// <summary>
    /// Starts a program that outlives this process, its terminal and its session: on Unix as the leader of a session of its own, on
    /// Windows in a process group of its own. It inherits no handle; its output goes to <paramref name="logFile"/>, on Windows once it
    /// has called <see cref="DetachedConsole.Adopt"/>.
    /// </summary>
    /// <param name="command">What to run; input, timeout and grace do not apply.</param>
    /// <param name="logFile">The file its output is appended to; readable by its owner alone when it is made here.</param>
    /// <exception cref="ToolFailedException">It did not start.</exception>
    public static DetachedProcess StartDetached(ToolCommand command, string logFile)
    {
        var full = System.IO.Path.GetFullPath(logFile);
        try
        {
            return OperatingSystem.IsWindows() ? WindowsDetachedStart.Start(command, full) : UnixDetachedStart.Start(command, full);
        }
        catch (Win32Exception cause)
        {
            throw new ToolFailedException(command, cause);
        }
    }

    private static Command Wrap(ToolCommand command)
    {
        // The one place of the product that may start a process: everything else goes through this class.
#pragma warning disable RS0030
        var wrapped = Cli.Wrap(command.Tool.Path);
#pragma warning restore RS0030
        wrapped = wrapped
            .WithArguments(command.Arguments)
            .WithEnvironmentVariables(command.Environment)
            .WithValidation(CommandResultValidation.None);
        wrapped = command.WorkingDirectory is { } folder ? wrapped.WithWorkingDirectory(folder) : wrapped;
        return command.Input is { } input ? wrapped.WithStandardInputPipe(PipeSource.FromString(input)) : wrapped;
    }
}
