using IstioLab.Labs.Api;
using IstioLab.Labs.Resources.Commands;

namespace IstioLab.Labs.Resources;

/// <summary>Carries out the commands of resources through the Kubernetes API.</summary>
public sealed class ResourceCommands
{
    private readonly ResourceHub _hub;
    private readonly Dictionary<string, IResourceCommand> _commands;

    internal ResourceCommands(ResourceHub hub, params IEnumerable<IResourceCommand> commands)
    {
        _hub = hub;
        _commands = commands.ToDictionary(command => command.Name, StringComparer.Ordinal);
    }

    /// <summary>The commands that change objects and need nothing but the API; those of a lab and of requests are a <see cref="ResourceSession"/>'s.</summary>
    public static ResourceCommands OfObjects(IClusterApi api, ResourceHub hub, TimeProvider time) => new(hub, ForObjects(api, time));

    internal static IEnumerable<IResourceCommand> ForObjects(IClusterApi api, TimeProvider time) =>
    [
        new ShiftCommand(api), new RouteHeaderCommand(api), new RestartCommand(api, time), new DeletePodCommand(api), new InjectCommand(api), new RemoveSidecarCommand(api),
    ];

    /// <summary>Carries out a command.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="commandName">One of its commands.</param>
    /// <param name="arguments">Values of its arguments; a missing or empty one has its default.</param>
    /// <param name="progress">Gets how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; what is done stays.</param>
    /// <returns>What was done, or why it was not. Wrong input is an answer, not an exception.</returns>
    public async Task<LabCommandResult> ExecuteAsync(
        string resourceName,
        string commandName,
        IReadOnlyDictionary<string, string> arguments,
        IProgress<LabCommandProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (_hub.Find(resourceName) is not { } resource)
        {
            return new LabCommandResult(false, $"There is no resource '{resourceName}' any more.");
        }

        var subject = $"{resource.Type} '{resource.DisplayName}'";
        if (resource.Commands.FirstOrDefault(entry => entry.Name == commandName) is not { } command || !_commands.TryGetValue(commandName, out var performer))
        {
            return new LabCommandResult(false, $"{subject} has no command '{commandName}'. It has {Names(resource.Commands.Select(entry => entry.Name))}.");
        }

        if (command.Disabled is { } reason)
        {
            return new LabCommandResult(false, $"{subject}: '{commandName}' cannot be done now. {reason}");
        }

        var unknown = arguments.Keys.Except(command.Arguments.Select(argument => argument.Name), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            return new LabCommandResult(
                false, $"{subject}: '{commandName}' has no argument {Names(unknown)}. It has {Names(command.Arguments.Select(argument => argument.Name))}.");
        }

        try
        {
            return await performer.ExecuteAsync(new CommandCall(resource, command, arguments, progress ?? new Progress<LabCommandProgress>()), cancellationToken);
        }
        catch (KubeApiException refused)
        {
            return new LabCommandResult(false, refused.Message);
        }
    }

    private static string Names(IEnumerable<string> names)
    {
        var words = names.Select(name => $"'{name}'").ToList();
        return words.Count == 0 ? "none" : string.Join(", ", words);
    }
}
