using System.Collections.Immutable;

namespace IstioLab.Config.Validation;

/// <summary>What admission says to one object.</summary>
/// <param name="Errors">Each of them rejects the object.</param>
/// <param name="Warnings">They reject nothing.</param>
public sealed record ValidationResult(ImmutableArray<ValidationFinding> Errors, ImmutableArray<ValidationFinding> Warnings)
{
    /// <summary>What Istio says of every object of the kind, whatever it holds; admission sends it along with the warnings.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>No errors and no warnings.</summary>
    public static ValidationResult Clean { get; } = new([], []);

    /// <summary>Whether the object is accepted.</summary>
    public bool IsValid => Errors.IsEmpty;
}
