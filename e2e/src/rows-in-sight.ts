import type { Page } from '@playwright/test';

export interface RowInSight {
  readonly txnId: string;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly text: string;
}

/** The rows of the transaction list that a person sees, from the top. */
export function rowsInSight(page: Page): Promise<RowInSight[]> {
  return page.evaluate(() => {
    const list = document.querySelector('[role=grid] [role=rowgroup]')?.getBoundingClientRect();
    if (list === undefined) return [];
    const rows = [...document.querySelectorAll<HTMLElement>('[role=row][data-txn]')].map((row) => {
      const { x, y, width, height } = row.getBoundingClientRect();
      return { txnId: row.dataset['txn'] ?? '', box: { x, y, width, height }, text: row.innerText };
    });
    return rows
      .filter(({ box }) => box.y + box.height > list.top && box.y < list.bottom)
      .toSorted((one, other) => one.box.y - other.box.y);
  });
}

/** Where the rows are, and nothing of what they say. */
export function placesOf(rows: readonly RowInSight[]): unknown {
  return rows.map(({ txnId, box }) => ({ txnId, box }));
}

/** Which transaction's row has the focus. */
export function focusedRow(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    return focused instanceof HTMLElement ? (focused.dataset['txn'] ?? null) : null;
  });
}
