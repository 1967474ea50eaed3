using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Labs.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Carries out a command of a neutral resource for Aspire: what it says of its progress is logged, and shown where somebody looks.</summary>
internal sealed class CommandRunner(string resourceName, LabCommand command, CommandRunner.Execute execute)
{
    /// <summary>Carries out a command of a neutral resource.</summary>
    public delegate Task<LabCommandResult> Execute(
        string resourceName,
        string commandName,
        IReadOnlyDictionary<string, string> arguments,
        IProgress<LabCommandProgress>? progress,
        CancellationToken cancellationToken);

    public async Task<ExecuteCommandResult> RunAsync(ExecuteCommandContext context)
    {
        var interaction = context.Services.GetRequiredService<IInteractionService>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        await using var progress = new CommandProgress(command.DisplayName, interaction.IsAvailable ? interaction : null, context.Logger, ending);
        try
        {
            return ResultOf(await execute(resourceName, command.Name, ArgumentsOf(context), progress, ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
    }

    private Dictionary<string, string> ArgumentsOf(ExecuteCommandContext context)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in command.Arguments)
        {
            if (context.Arguments.TryGetByName(argument.Name, out var input) && input.Value is { } value)
            {
                arguments[argument.Name] = value;
            }
        }

        return arguments;
    }

    /// <summary>The Aspire CLI prints a failure's message and a success's result, so a message that is all there is to say is both.</summary>
    private static ExecuteCommandResult ResultOf(LabCommandResult result) => (result.Succeeded, result.Markdown) switch
    {
        (true, { } markdown) => CommandResults.Success(result.Message, markdown, CommandResultFormat.Markdown, displayImmediately: true),
        (true, null) => CommandResults.Success(result.Message, result.Message, CommandResultFormat.Text),
        (false, { } markdown) => CommandResults.Failure(result.Message, markdown, CommandResultFormat.Markdown),
        (false, null) => CommandResults.Failure(result.Message),
    };
}
