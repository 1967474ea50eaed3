using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.ResourceService;

/// <summary>
/// Carries out a command, and asks for its arguments first when the dashboard sent none: it does not ask by itself. A wrong input is told
/// in the same dialog.
/// </summary>
internal sealed class CommandDialog(ResourceHub hub, ResourceCommands commands, InteractionDesk desk)
{
    private static readonly Wire.CommandAnswer Cancelled = new() { Outcome = Wire.CommandOutcome.Cancelled };

    public async Task<Wire.CommandAnswer> ExecuteAsync(Wire.CommandRequest request, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments.ToDictionary(pair => pair.Key, pair => TextOf(pair.Value), StringComparer.Ordinal);
        var command = hub.Find(request.Resource)?.Commands.FirstOrDefault(entry => entry.Name == request.Command);
        var ask = command is { Arguments.Count: > 0 } && arguments.Count == 0 && !request.NotInteractive && desk.HasWatchers;
        if (!ask)
        {
            var (result, _) = await PerformAsync(request, command?.DisplayName ?? request.Command, arguments, null, cancellationToken);
            return AnswerOf(result);
        }

        using var dialog = desk.Ask(command!.DisplayName, command.Description, [.. command.Arguments.Select(InputOf)]);
        while (await dialog.ReadAsync(cancellationToken) is { } given)
        {
            var (result, hasWorked) = await PerformAsync(request, command.DisplayName, given, dialog, cancellationToken);
            if (result is null || result.Succeeded || hasWorked)
            {
                return AnswerOf(result);
            }

            dialog.Refuse(given, result.Message);
        }

        return Cancelled;
    }

    /// <returns>The result, null when the person did not want to wait for it; and whether it was more than a look at the inputs.</returns>
    private async Task<(LabCommandResult? Result, bool HasWorked)> PerformAsync(
        Wire.CommandRequest request, string title, IReadOnlyDictionary<string, string> arguments, InputDialog? inputs, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var waiting = new WaitingDialog(desk, title, inputs, ending.Cancel);
        try
        {
            var result = await commands.ExecuteAsync(request.Resource, request.Command, arguments, waiting, ending.Token);
            return (result, waiting.WasShown || result.Markdown is not null);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, true);
        }
    }

    private static Wire.CommandAnswer AnswerOf(LabCommandResult? result)
    {
        if (result is null)
        {
            return Cancelled;
        }

        var answer = new Wire.CommandAnswer
        {
            Outcome = result.Succeeded ? Wire.CommandOutcome.Done : Wire.CommandOutcome.Failed,
            Error = result.Succeeded ? "" : result.Message,
            Message = result.Message,
        };
        if (result.Markdown is { } markdown)
        {
            answer.Result = new Wire.CommandResult { Text = markdown, Format = Wire.ResultFormat.Markdown, Show = true };
        }

        return answer;
    }

    private static Wire.Input InputOf(LabCommandArgument argument)
    {
        var input = new Wire.Input
        {
            Name = argument.Name,
            Label = argument.Label,
            Description = argument.Description,
            Hint = argument.Hint,
            Kind = argument.Kind switch
            {
                LabArgumentKind.Number => Wire.InputKind.Number,
                LabArgumentKind.Choice => Wire.InputKind.Choice,
                _ => Wire.InputKind.Text,
            },
            Value = argument.Default,
        };
        foreach (var choice in argument.Choices)
        {
            input.Choices[choice] = choice;
        }

        return input;
    }

    private static string TextOf(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString("0.##", CultureInfo.InvariantCulture),
        Value.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        Value.KindOneofCase.StringValue => value.StringValue,
        _ => "",
    };
}
