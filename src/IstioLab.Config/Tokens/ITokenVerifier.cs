namespace IstioLab.Config.Tokens;

/// <summary>Checks the signatures of tokens.</summary>
public interface ITokenVerifier
{
    /// <summary>Checks a token whose form, issuer, time and audience are right.</summary>
    /// <param name="keys">The rule's <c>jwks</c>; empty when the rule has its keys elsewhere.</param>
    /// <param name="token">The token.</param>
    /// <returns>What is wrong, in Envoy's words; <see langword="null"/> when the signature is right.</returns>
    string? Verify(string keys, string token);
}
