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

            var result = await commands.ExecuteAsync(request.Resource, request.Command, arguments, cancellationToken);
            if (result.Succeeded || !ask)
            {
                return AnswerOf(result);
            }

            problem = result.Message;
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
            Kind = argument.IsNumber ? Wire.InputKind.Number : Wire.InputKind.Text,
            Required = true,
            Value = given.GetValueOrDefault(argument.Name) ?? argument.Default,
        };
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
