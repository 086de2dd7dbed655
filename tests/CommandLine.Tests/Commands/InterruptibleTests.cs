using Strangler.CommandLine.Exit;

namespace Strangler.CommandLine.Tests.Commands;

/// <summary>A file that never ends is waited for no longer than the operator does.</summary>
public sealed class InterruptibleTests
{
    [Fact]
    public async Task Cancelled_WhileItReads_Ends()
    {
        using var interrupt = new CancellationTokenSource();
        using var isReading = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        var reading = Interruptible.RunAsync(
            () =>
            {
                isReading.Set();
                never.Wait(TestContext.Current.CancellationToken);
                return 1;
            },
            interrupt.Token);
        isReading.Wait(TestContext.Current.CancellationToken);

        await interrupt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        never.Set();
    }

    [Fact]
    public async Task NotCancelled_TellsItsResultAndItsFault()
    {
        Assert.Equal(1, await Interruptible.RunAsync(() => 1, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<CommandException>(() => Interruptible.RunAsync<int>(() => throw new CommandException("no", 2), TestContext.Current.CancellationToken));
    }
}
