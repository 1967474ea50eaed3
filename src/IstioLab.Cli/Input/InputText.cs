namespace IstioLab.Cli.Input;

/// <summary>A text that <c>-f</c> named.</summary>
/// <param name="Name">The file as the user can find it; <c>stdin</c> for standard input.</param>
/// <param name="Text">The text.</param>
internal sealed record InputText(string Name, string Text);
