namespace IstioLab.Config.Validation;

/// <summary>One thing that is wrong, or that hurts.</summary>
/// <param name="Path">The field, as <c>spec.http[0].route[1].weight</c>; empty for the whole object.</param>
/// <param name="Message">Istio's or Kubernetes' own words.</param>
public sealed record ValidationFinding(string Path, string Message)
{
    /// <summary>The analyzer code of a warning that has one (<c>IST0130</c>, <c>IST0131</c>), or null.</summary>
    public string? Code { get; init; }
}
