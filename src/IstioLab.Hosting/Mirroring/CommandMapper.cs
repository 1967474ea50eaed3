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
    public static void Replace(IResource target, LabResource resource, CommandRunner.Execute execute)
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

    private static ResourceCommandAnnotation Map(string resourceName, LabCommand command, CommandRunner.Execute execute) => new(
        command.Name,
        command.DisplayName,
        _ => command.Disabled is null ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        context => new CommandRunner(resourceName, command, execute).RunAsync(context),
        command.Disabled is { } reason ? $"{command.Description} {reason}" : command.Description,
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
        InputType = argument.Kind switch
        {
            LabArgumentKind.Number => InputType.Number,
            LabArgumentKind.Choice => InputType.Choice,
            _ => InputType.Text,
        },
        Options = argument.Kind == LabArgumentKind.Choice ? [.. argument.Choices.Select(choice => KeyValuePair.Create(choice, choice))] : null,
        Value = argument.Default,
        Placeholder = argument.Hint,
    };
}
