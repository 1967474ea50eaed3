using Aspire.Hosting;
using IstioLab.Labs.Resources;
using Microsoft.Extensions.Logging;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Shows that a command is at work, from its first word on: a command that is done at once shows nothing.</summary>
internal sealed class CommandProgress(string title, IInteractionService? interaction, ILogger logger, CancellationTokenSource command)
    : IProgress<LabCommandProgress>, IAsyncDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Task _dialog = Task.CompletedTask;
    private bool _shown;

    public void Report(LabCommandProgress value)
    {
        logger.LogInformation("{Progress}", value.Text);
        lock (_lock)
        {
            if (!_shown && interaction is not null)
            {
                _shown = true;
                _dialog = ShowAsync(interaction, value.Text);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await _dialog;
    }

    private async Task ShowAsync(IInteractionService service, string text)
    {
        try
        {
            var answer = await service.PromptProgressAsync(text, new ProgressInteractionOptions
            {
                Title = title,
                PrimaryButtonText = "Stop",
                Work = progress => _done.Task.WaitAsync(progress.CancellationToken),
            });
            if (answer.Canceled)
            {
                await command.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            await command.CancelAsync();
        }
    }
}
