using IstioLab.Labs.Resources;

namespace IstioLab.Cli.ResourceService;

/// <summary>
/// Shows a command's progress once it has some. The dashboard shows such a dialog as it was opened and takes an update for another one,
/// so the first word stays.
/// </summary>
/// <param name="desk">Where it is shown.</param>
/// <param name="title">What takes a while.</param>
/// <param name="inputs">The dialog that asked for the inputs; it gives way, for the dashboard shows one after another.</param>
/// <param name="onCancel">Called when the person does not want to wait.</param>
internal sealed class WaitingDialog(InteractionDesk desk, string title, InputDialog? inputs, Action onCancel) : IProgress<LabCommandProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private Action? _close;
    private bool _ended;

    /// <summary>Whether it came to be shown.</summary>
    public bool WasShown { get; private set; }

    public void Report(LabCommandProgress value)
    {
        lock (_lock)
        {
            if (WasShown || _ended)
            {
                return;
            }

            WasShown = true;
            inputs?.Dispose();
            _close = desk.ShowWaiting(title, value.Text, onCancel);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            _close?.Invoke();
        }
    }
}
