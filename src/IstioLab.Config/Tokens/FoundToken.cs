namespace IstioLab.Config.Tokens;

/// <summary>A token of a request.</summary>
/// <param name="Text">The token.</param>
/// <param name="Header">The header that it stood in; empty for a parameter or a cookie.</param>
internal readonly record struct FoundToken(string Text, string Header);
