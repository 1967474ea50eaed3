namespace IstioLab.Labs.Resources.Commands;

/// <summary>Carries out one command.</summary>
internal interface IResourceCommand
{
    /// <summary>Its name, of <see cref="LabCommandNames"/>.</summary>
    string Name { get; }

    /// <summary>Carries it out.</summary>
    /// <returns>What was done, or why it was not. Wrong input is an answer, not an exception.</returns>
    Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken);
}
