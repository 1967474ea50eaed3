namespace IstioLab.Labs.Manifests;

/// <summary>What applying one object did.</summary>
/// <param name="Resource">The object as kubectl prints it, such as <c>deployment.apps/apps-v1</c>.</param>
/// <param name="Outcome"><c>created</c>, <c>configured</c> or <c>unchanged</c>.</param>
public sealed record AppliedObject(string Resource, string Outcome)
{
    /// <summary>What the server warned of, such as a Pod Security level that pods will not meet.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Resource} {Outcome}";
}
