using System.Globalization;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>A command that a person gave.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Command">The command as the resource offers it.</param>
/// <param name="Given">What was typed, by the argument's name.</param>
/// <param name="Progress">Gets how far it is.</param>
internal sealed record CommandCall(LabResource Resource, LabCommand Command, IReadOnlyDictionary<string, string> Given, IProgress<LabCommandProgress> Progress)
{
    private readonly List<string> _problems = [];

    /// <summary>What is wrong with the arguments that were read so far.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Kind and name, as messages say them.</summary>
    public string Subject => $"{Resource.Type} '{Resource.DisplayName}'";

    /// <summary>The value of an argument: what was typed, else its default.</summary>
    public string Text(string name)
    {
        var given = Given.GetValueOrDefault(name)?.Trim();
        return given is { Length: > 0 } ? given : Command.Arguments.FirstOrDefault(argument => argument.Name == name)?.Default ?? "";
    }

    /// <summary>The value of an argument that is a whole number; a wrong one becomes a problem.</summary>
    public int Number(string name, int least, int most)
    {
        var text = Text(name);
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse($"'{name}' is '{text}'; it must be a whole number from {least} to {most}.");
        return least;
    }

    /// <summary>Adds a problem.</summary>
    public void Refuse(string problem) => _problems.Add(problem);

    /// <summary>The answer to wrong arguments: all problems at once.</summary>
    public LabCommandResult Refusal() => new(false, $"{Subject}: {string.Join(" ", _problems)}");

    /// <summary>Tells how far it is.</summary>
    public void Tell(string text) => Progress.Report(new LabCommandProgress(text));
}
