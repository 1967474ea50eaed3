using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Labs.Resources;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Offers the commands of a neutral resource as commands of Aspire.</summary>
internal static class CommandMapper
{
    /// <summary>Replaces the resource's mirrored commands by those that it has now.</summary>
    /// <param name="target">The resource of Aspire.</param>
    /// <param name="resource">What the cluster reports.</param>
    /// <param name="execute">Carries out a command.</param>
    public static void Replace(IResource target, LabResource resource, Execute execute)
    {
        Clear(target);
        foreach (var command in resource.Commands.Where(command => target.Annotations.OfType<ResourceCommandAnnotation>().All(other => other.Name != command.Name)))
        {
            target.Annotations.Add(new MirroredCommandAnnotation(command.Name));
            target.Annotations.Add(Map(resource.Name, command, execute));
        }
    }

    /// <summary>Takes the mirrored commands away.</summary>
    public static void Clear(IResource target)
    {
        foreach (var old in target.Annotations.OfType<ResourceCommandAnnotation>().Where(old => IsMirrored(target, old.Name)).ToList())
        {
            target.Annotations.Remove(old);
        }

        foreach (var marker in target.Annotations.OfType<MirroredCommandAnnotation>().ToList())
        {
            target.Annotations.Remove(marker);
        }
    }

    private static bool IsMirrored(IResource target, string name) =>
        target.Annotations.OfType<MirroredCommandAnnotation>().Any(marker => marker.Name == name);

    private static ResourceCommandAnnotation Map(string resourceName, LabCommand command, Execute execute) => new(
        command.Name,
        command.DisplayName,
        _ => ResourceCommandState.Enabled,
        context => RunAsync(resourceName, command, execute, context),
        command.Description,
        arguments: [.. command.Arguments.Select(Input)],
        command.Confirmation,
        command.Icon,
        IconVariant.Regular,
        command.Highlighted);

    private static InteractionInput Input(LabCommandArgument argument) => new()
    {
        Name = argument.Name,
        Label = argument.Label,
        Description = argument.Description,
        InputType = argument.IsNumber ? InputType.Number : InputType.Text,
        Value = argument.Default,
        Placeholder = argument.Default,
    };

    private static async Task<ExecuteCommandResult> RunAsync(string resourceName, LabCommand command, Execute execute, ExecuteCommandContext context)
    {
        var arguments = command.Arguments
            .Where(argument => context.Arguments.TryGetByName(argument.Name, out _))
            .ToDictionary(argument => argument.Name, argument => Value(context, argument), StringComparer.Ordinal);
        var result = await execute(resourceName, command.Name, arguments, context.CancellationToken);
        return (result.Succeeded, result.Markdown) switch
        {
            (true, { } markdown) => CommandResults.Success(result.Message, markdown, CommandResultFormat.Markdown, displayImmediately: true),
            (true, null) => CommandResults.Success(result.Message),
            (false, { } markdown) => CommandResults.Failure(result.Message, markdown, CommandResultFormat.Markdown),
            (false, null) => CommandResults.Failure(result.Message),
        };
    }

    private static string Value(ExecuteCommandContext context, LabCommandArgument argument) =>
        context.Arguments.TryGetByName(argument.Name, out var input) && input.Value is { } value
            ? value
            : argument.Default;

    /// <summary>Carries out a command of a neutral resource.</summary>
    public delegate Task<LabCommandResult> Execute(
        string resourceName, string commandName, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken);
}
