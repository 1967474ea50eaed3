using System.Threading.Channels;

namespace IstioLab.Cli.ResourceService;

/// <summary>A dialog with inputs that stays open until its inputs are right, or the person gives up.</summary>
internal sealed class InputDialog : IDisposable
{
    private readonly InteractionDesk _desk;
    private readonly Channel<IReadOnlyDictionary<string, string>?> _answers = Channel.CreateUnbounded<IReadOnlyDictionary<string, string>?>();
    private Wire.Interaction _interaction;

    internal InputDialog(InteractionDesk desk, Wire.Interaction interaction)
    {
        _desk = desk;
        _interaction = interaction;
        desk.Show(interaction, Take);
    }

    /// <summary>Waits for the next answer.</summary>
    /// <returns>The inputs by name; null when the person gave up.</returns>
    public ValueTask<IReadOnlyDictionary<string, string>?> ReadAsync(CancellationToken cancellationToken) => _answers.Reader.ReadAsync(cancellationToken);

    /// <summary>Says in the dialog what is wrong with the inputs.</summary>
    public void Refuse(IReadOnlyDictionary<string, string> given, string problem)
    {
        _interaction = _interaction.Clone();
        foreach (var input in _interaction.Inputs.Inputs_)
        {
            input.Value = given.GetValueOrDefault(input.Name) ?? input.Value;
            input.Problems.Clear();
        }

        var first = _interaction.Inputs.Inputs_[0];
        first.Problems.Add(problem);
        if (first.Kind == Wire.InputKind.Number)
        {
            // The dashboard colours a number with a problem, but shows the words of a text's alone.
            first.Description = problem;
        }

        _desk.Show(_interaction, Take);
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => _desk.Close(_interaction.Id);

    private void Take(Wire.InteractionReply reply) => _answers.Writer.TryWrite(
        reply.KindCase == Wire.InteractionReply.KindOneofCase.Inputs
            ? reply.Inputs.Inputs_.ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal)
            : null);
}
