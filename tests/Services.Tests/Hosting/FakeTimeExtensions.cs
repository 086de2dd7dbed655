using Microsoft.Extensions.Time.Testing;

namespace Strangler.Services.Tests.Hosting;

internal static class FakeTimeExtensions
{
    /// <summary>Lets the time go by, minute by minute, until the task has ended.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider time, Task task, CancellationToken cancellationToken)
    {
        while (!task.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
    }
}
