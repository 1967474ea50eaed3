using Google.Protobuf.WellKnownTypes;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.ResourceService;

/// <summary>
/// Carries out a command, and asks for its arguments first when the dashboard sent none: it does not ask by itself. A wrong input is
/// shown in the same dialog again.
/// </summary>
internal sealed class CommandDialog(ResourceHub hub, ResourceCommands commands, InteractionDesk desk)
{
    public async Task<Wire.CommandAnswer> ExecuteAsync(Wire.CommandRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> arguments = request.Arguments.ToDictionary(pair => pair.Key, pair => TextOf(pair.Value), StringComparer.Ordinal);
        var command = hub.Find(request.Resource)?.Commands.FirstOrDefault(entry => entry.Name == request.Command);
        var ask = command is { Arguments.Count: > 0 } && arguments.Count == 0 && !request.NotInteractive && desk.HasWatchers;
        var problem = "";
        while (true)
        {
            if (ask)
            {
                var inputs = command!.Arguments.Select(argument => InputOf(argument, arguments, problem)).ToList();
                if (await desk.AskAsync(command.DisplayName, command.Description, inputs, cancellationToken) is not { } given)
                {
                    return new Wire.CommandAnswer { Outcome = Wire.CommandOutcome.Cancelled };
                }

                arguments = given;
            }

            if (await PerformAsync(request, command?.DisplayName ?? request.Command, arguments, cancellationToken) is not { } result)
            {
                return new Wire.CommandAnswer { Outcome = Wire.CommandOutcome.Cancelled };
            }

            // An answer with a result has done something; without one the inputs were refused.
            if (result.Succeeded || result.Markdown is not null || !ask)
            {
                return AnswerOf(result);
            }

            problem = result.Message;
        }
    }

    /// <returns>Null when the person did not want to wait for it.</returns>
    private async Task<LabCommandResult?> PerformAsync(
        Wire.CommandRequest request, string title, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var waiting = new WaitingDialog(desk, title, ending.Cancel);
        try
        {
            return await commands.ExecuteAsync(request.Resource, request.Command, arguments, waiting, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static Wire.CommandAnswer AnswerOf(LabCommandResult result)
    {
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

    private static Wire.Input InputOf(LabCommandArgument argument, IReadOnlyDictionary<string, string> given, string problem)
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
            Value = given.GetValueOrDefault(argument.Name) ?? argument.Default,
        };
        foreach (var choice in argument.Choices)
        {
            input.Choices[choice] = choice;
        }

        if (problem.Length > 0)
        {
            input.Problems.Add(problem);
        }

        return input;
    }

    private static string TextOf(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture),
        Value.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        Value.KindOneofCase.StringValue => value.StringValue,
        _ => "",
    };
}
