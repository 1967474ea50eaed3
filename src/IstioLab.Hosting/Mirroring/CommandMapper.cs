using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Labs.Resources;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Offers the commands of a neutral resource as commands of Aspire.</summary>
internal static class CommandMapper
{
    /// <summary>
    /// Replaces the resource's mirrored commands by those that it has now. One that stays is replaced in its place: whoever looks it up
    /// meanwhile finds it once.
    /// </summary>
    /// <param name="target">The resource of Aspire.</param>
    /// <param name="resource">What the cluster reports.</param>
    /// <param name="execute">Carries out a command.</param>
    public static void Replace(IResource target, LabResource resource, CommandRunner.Execute execute)
    {
        Remove(target, name => resource.Commands.All(command => command.Name != name));
        foreach (var command in resource.Commands)
        {
            var annotation = Map(resource.Name, command, execute);
            var present = target.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(other => other.Name == command.Name);
            if (present is null)
            {
                target.Annotations.Add(new MirroredCommandAnnotation(command.Name));
                target.Annotations.Add(annotation);
            }
            else if (target.Annotations.OfType<MirroredCommandAnnotation>().Any(marker => marker.Name == command.Name))
            {
                target.Annotations[target.Annotations.IndexOf(present)] = annotation;
            }
        }
    }

    /// <summary>Takes the mirrored commands away.</summary>
    public static void Clear(IResource target) => Remove(target, _ => true);

    private static void Remove(IResource target, Func<string, bool> isOver)
    {
        foreach (var marker in target.Annotations.OfType<MirroredCommandAnnotation>().Where(marker => isOver(marker.Name)).ToList())
        {
            foreach (var old in target.Annotations.OfType<ResourceCommandAnnotation>().Where(old => old.Name == marker.Name).ToList())
            {
                target.Annotations.Remove(old);
            }

            target.Annotations.Remove(marker);
        }
    }

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
