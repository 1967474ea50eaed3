using System.CommandLine;
using System.Net;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;
using IstioLab.Labs.Api;

namespace IstioLab.Cli.CommandLine;

/// <summary>Runs a command's action and turns what goes wrong into a sentence and an exit code.</summary>
internal sealed class CommandRunner(CliServices services, GlobalOptions options)
{
    public CliServices Services => services;

    /// <summary>Ties an action to a command.</summary>
    public void Attach(Command command, Func<CommandContext, CancellationToken, Task<int>> action) =>
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, action, cancellationToken));

    /// <summary>Ties an action that waits for nothing to a command.</summary>
    public void Attach(Command command, Func<CommandContext, int> action) =>
        Attach(command, (context, _) => Task.FromResult(action(context)));

    private async Task<int> RunAsync(
        ParseResult arguments,
        Func<CommandContext, CancellationToken, Task<int>> action,
        CancellationToken cancellationToken)
    {
        try
        {
            return await action(new CommandContext(services, arguments, options), cancellationToken);
        }
        catch (CliException ended)
        {
            return Say(ended.Message, ended.ExitCode);
        }
        catch (KubeApiException missing) when (missing.InnerException is MissingPrerequisiteException)
        {
            return Say(missing.Message, ExitCode.Missing);
        }
        catch (KubeApiException refused)
        {
            return Say(refused.Message, refused.Status == HttpStatusCode.NotFound ? ExitCode.Usage : ExitCode.Broken);
        }
        catch (MissingPrerequisiteException missing)
        {
            return Say(missing.Message, ExitCode.Missing);
        }
        catch (Exception failed) when (failed is ClusterFailedException or ToolTimeoutException)
        {
            return Say(failed.Message, ExitCode.Broken);
        }
        catch (ToolFailedException failed)
        {
            return Say(failed.Message, ExitCode.Broken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
        catch (IOException full) when (DiskSpace.IsExhausted(full))
        {
            return Say(Language.Current.Pick(
                $"{full.Message}. Free some space, or name another place: 'export {LabHome.Variable}=/path/with/space'.",
                $"磁盘空间不足：{full.Message}。请释放空间，或换一个位置：'export {LabHome.Variable}=/path/with/space'。"), ExitCode.Broken);
        }
        catch (Exception broken) when (services.Variable("ISTIOLAB_TRACE") is null)
        {
            return Say($"{broken.GetType().Name}: {broken.Message} (set ISTIOLAB_TRACE=1 for the place where it happened)", ExitCode.Broken);
        }
    }

    private int Say(string message, int exitCode)
    {
        try
        {
            services.Error.WriteLine(message);
        }
        catch (IOException)
        {
            // The log of a process in the background may lie on the disk that is full; whoever started it says so.
        }

        return exitCode;
    }
}
