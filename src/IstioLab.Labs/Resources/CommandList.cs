using System.Globalization;

namespace IstioLab.Labs.Resources;

/// <summary>The commands that resources offer.</summary>
internal static class CommandList
{
    public const string ShiftName = "shift";
    public const string RestartName = "restart";
    public const string DeleteName = "delete";

    public static LabCommand RestartDeployment { get; } = new(
        RestartName, "Restart", "Replaces the pods one after another, as 'kubectl rollout restart' does.", "ArrowCounterclockwise");

    public static LabCommand DeletePod { get; } = new(
        DeleteName, "Delete", "Deletes the pod; its Deployment makes a new one.", "Delete") { Confirmation = "Delete this pod? Its Deployment makes a new one." };

    /// <summary>The command that changes the first route with several destinations; null when there is none.</summary>
    public static LabCommand? Shift(IEnumerable<IReadOnlyList<RouteShare>> routes)
    {
        if (routes.FirstOrDefault(route => route.Count > 1) is not { } shares)
        {
            return null;
        }

        var percents = shares.Select(share => (int)Math.Round(share.Percent)).ToList();
        percents[^1] = 100 - percents.SkipLast(1).Sum();
        return new LabCommand(ShiftName, "Shift traffic", "Sets the share of each destination.", "ArrowSplit")
        {
            Highlighted = true,
            Arguments =
            [
                .. shares.Select((share, index) => new LabCommandArgument(
                    ArgumentName(index),
                    $"{share.Target} (%)",
                    percents[index].ToString(CultureInfo.InvariantCulture),
                    IsNumber: true,
                    "A whole number from 0 to 100; all shares add up to 100.")),
            ],
        };
    }

    public static string ArgumentName(int index) => $"weight{index + 1}";
}
