using IstioLab.Labs.Resources;

namespace IstioLab.Cli.ResourceService;

/// <summary>
/// Shows a command's progress once it has some. The dashboard shows such a dialog as it was opened and takes an update for another one,
/// so the first word stays.
/// </summary>
internal sealed class WaitingDialog(InteractionDesk desk, string title, Action onCancel) : IProgress<LabCommandProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private IDisposable? _shown;
    private bool _ended;

    public void Report(LabCommandProgress value)
    {
        lock (_lock)
        {
            _shown ??= _ended ? null : desk.ShowWaiting(title, value.Text, onCancel);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            _shown?.Dispose();
        }
    }
}
