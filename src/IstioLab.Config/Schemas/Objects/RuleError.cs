namespace IstioLab.Config.Schemas.Objects;

/// <summary>What a CEL rule says.</summary>
/// <param name="Message">The text.</param>
/// <param name="Evaluation">Whether the rule could not be evaluated, rather than being false.</param>
internal sealed record RuleError(string Message, bool Evaluation = false);
