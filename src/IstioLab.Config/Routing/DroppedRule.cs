namespace IstioLab.Config.Routing;

/// <summary>A rule that the compiler left out for this proxy or port.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Because">Why, as one sentence.</param>
public sealed record DroppedRule(RuleReference Rule, string Because);
