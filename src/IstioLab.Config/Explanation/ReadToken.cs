using IstioLab.Config.Routing;

namespace IstioLab.Config.Explanation;

/// <summary>What the RequestAuthentications of a proxy make of a request.</summary>
/// <param name="Claims">The claims of an accepted token; <see langword="null"/> for none.</param>
/// <param name="Headers">The headers with those that come from claims.</param>
/// <param name="Refusal">The answer to a token that is not accepted, and the policy that refuses it; <see langword="null"/> for none.</param>
internal sealed record ReadToken(JsonClaims? Claims, HeaderList Headers, (ExplainedResponse Response, RuleReference Rule)? Refusal);
